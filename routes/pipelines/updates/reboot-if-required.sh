# Reboots this host when an update asks for it, once per run and PHASE; await-boot.sh says when it is back.
set -eu
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID"
read -r boot <"${ROOT:-}/proc/sys/kernel/random/boot_id" || [ -n "$boot" ]
if [ -f "$kept/boot.$PHASE" ] && [ "$(cat "$kept/boot.$PHASE")" != "$boot" ]; then
    echo "rebooted already"
    exit 0
fi
if [ ! -e "${ROOT:-}/run/reboot-required" ]; then
    echo "no reboot required"
    exit 0
fi
mkdir -p "$kept"
printf '%s\n' "$boot" >"$kept/boot.$PHASE"
sync
# a moment later, so that the answer gets out
setsid sh -c 'sleep 1; systemctl reboot' </dev/null >/dev/null 2>&1 &
echo "@@rebooting"
