# Runs the Chef Infra Client once and waits. Its exit codes: 0 converged; 35 and 37 converged and a reboot is scheduled or needed;
# everything else has failed. A check converges nothing.
set -eu
set -- --once --no-color --no-fork --run-lock-timeout 60
if [ "$TOOL_CHECK" = true ]; then set -- "$@" --why-run; fi
if [ -n "$TOOL_RUN_LIST" ]; then set -- "$@" "--override-runlist=$TOOL_RUN_LIST"; fi
PATH=$PATH:/opt/chef/bin
command -v chef-client >/dev/null || {
    echo "chef: there is no command chef-client on this host, in $PATH; install the Chef Infra Client, or choose other hosts (hosts)" >&2
    exit 127
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
code=0
{ chef-client "$@" || echo "$?" >"$work/code"; } | tee "$work/output"
if [ -s "$work/code" ]; then code=$(cat "$work/code"); fi
case $code in
    0 | 35 | 37) ;;
    *) echo "chef: the run failed (exit code $code); the run's log says where" >&2; exit "$code" ;;
esac
if [ "$TOOL_CHECK" = true ]; then
    # Chef counts at the end: 0/3 resources would have been updated
    if grep -q '[^0-9]0/[0-9]* resources would have been updated' "$work/output"; then
        echo "chef: nothing to do"
    else
        echo "chef: something would change"
    fi
elif [ "$code" = 0 ]; then
    echo "chef: converged"
else
    echo "chef: converged; a reboot is needed"
fi
