# Runs Puppet once and waits: the agent, or the manifest TOOL_MANIFEST of this host. Its exit codes: 0 nothing to do, 2 changed; 4 and
# 6 with failures, 1 did not run at all. A check says 0 also when there is something to do.
set -eu
set -- --detailed-exitcodes --verbose --color=false
if [ "$TOOL_CHECK" = true ]; then set -- "$@" --noop; fi
if [ -n "$TOOL_ENVIRONMENT" ]; then set -- "$@" "--environment=$TOOL_ENVIRONMENT"; fi
if [ -n "$TOOL_TAGS" ]; then set -- "$@" "--tags=$TOOL_TAGS"; fi
case $TOOL_MANIFEST in
    "")
        what="the agent" hint="the run's log says why: it may be disabled, or another run under way"
        set -- agent --onetime --no-daemonize --no-usecacheonfailure --waitforlock=60 "$@"
        ;;
    /*)
        what="the manifest $TOOL_MANIFEST" hint="the run's log says why"
        [ -e "${ROOT:-}$TOOL_MANIFEST" ] || {
            echo "puppet: there is no manifest $TOOL_MANIFEST on this host; name one that it has (manifest)" >&2
            exit 1
        }
        set -- apply "$@" "${ROOT:-}$TOOL_MANIFEST"
        ;;
    *)
        echo "puppet: the manifest '$TOOL_MANIFEST' is not absolute; write /srv/puppet/site.pp (manifest)" >&2
        exit 1
        ;;
esac
PATH=$PATH:/opt/puppetlabs/bin
command -v puppet >/dev/null || {
    echo "puppet: there is no command puppet on this host, in $PATH; install it, or choose other hosts (hosts)" >&2
    exit 127
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
code=0
{ puppet "$@" || echo "$?" >"$work/code"; } | tee "$work/output"
if [ -s "$work/code" ]; then code=$(cat "$work/code"); fi
case $code in
    0) if grep -q '(noop)$' "$work/output"; then echo "puppet: something would change"; else echo "puppet: nothing to do"; fi ;;
    2) echo "puppet: changed" ;;
    4 | 6) echo "puppet: resources failed (exit code $code); the run's log says which" >&2; exit "$code" ;;
    *) echo "puppet: $what did not run (exit code $code); $hint" >&2; exit "$code" ;;
esac
