# Fails until this host has rebooted, where the run asked for it, and its services are started.
set -eu
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID"
[ -f "$kept/boot.$PHASE" ] || exit 0
read -r boot <"${ROOT:-}/proc/sys/kernel/random/boot_id" || [ -n "$boot" ]
if [ "$(cat "$kept/boot.$PHASE")" = "$boot" ]; then
    echo "it has not rebooted yet" >&2
    exit 1
fi
state=$(systemctl is-system-running || true)
case $state in
    running | degraded) ;;
    *) echo "it is $state" >&2 && exit 1 ;;
esac
echo "@@rebooted"
