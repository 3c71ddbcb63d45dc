# Runs the Chef Infra Client once and waits. Its exit codes: 0 converged; 35 and 37 converged and a reboot is scheduled or needed;
# everything else has failed.
set -eu
set -- --once --no-color --no-fork --run-lock-timeout 60
if [ "$TOOL_CHECK" = true ]; then set -- "$@" --why-run; fi
if [ -n "$TOOL_RUN_LIST" ]; then set -- "$@" "--override-runlist=$TOOL_RUN_LIST"; fi
PATH=$PATH:/opt/chef/bin
code=0
chef-client "$@" || code=$?
case $code in
    0) echo "chef: converged" ;;
    35 | 37) echo "chef: converged; a reboot is needed" ;;
    *) echo "chef: the run failed (exit code $code); see above where" >&2; exit "$code" ;;
esac
