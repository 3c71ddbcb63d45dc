# Runs the Puppet agent once and waits. Its exit codes: 0 nothing to do, 2 changed; 4 and 6 with failures, 1 did not run at all.
set -eu
set -- agent --onetime --no-daemonize --no-usecacheonfailure --detailed-exitcodes --verbose --color=false --waitforlock=60
if [ "$TOOL_CHECK" = true ]; then set -- "$@" --noop; fi
if [ -n "$TOOL_ENVIRONMENT" ]; then set -- "$@" "--environment=$TOOL_ENVIRONMENT"; fi
if [ -n "$TOOL_TAGS" ]; then set -- "$@" "--tags=$TOOL_TAGS"; fi
PATH=$PATH:/opt/puppetlabs/bin
code=0
puppet "$@" || code=$?
case $code in
    0) echo "puppet: nothing to do" ;;
    2) echo "puppet: changed" ;;
    4 | 6) echo "puppet: resources failed (exit code $code); see above which" >&2; exit "$code" ;;
    *) echo "puppet: the agent did not run (exit code $code); is it disabled, or is another run under way?" >&2; exit "$code" ;;
esac
