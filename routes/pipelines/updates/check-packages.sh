# Whether the update left this host sound: every package as wanted and configured, no unit failed that ran before, and every service
# runs that ran before and is to run at boot.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID/apt"
[ -f "$kept/wanted" ] || exit 0
bad=
while read -r name new _; do
    now=$(dpkg-query -W -f '${Version} ${db:Status-Status}' "$name" 2>/dev/null) || now=missing
    if [ "$now" != "$new installed" ]; then
        echo "$name is $now, not $new installed" >&2
        bad=1
    fi
done <"$kept/wanted"
audit=$(dpkg --audit)
if [ -n "$audit" ]; then
    printf '%s\n' "$audit" >&2
    bad=1
fi
for unit in $({ systemctl --failed --plain --no-legend || true; } | awk '{ print $1 }'); do
    if ! grep -qxF "$unit" "$kept/failed-units"; then
        echo "$unit failed after the update; see journalctl -u $unit" >&2
        bad=1
    fi
done
while read -r unit; do
    if ! systemctl is-active --quiet "$unit" && systemctl is-enabled --quiet "$unit"; then
        echo "$unit ran before the update and does not run now; see journalctl -u $unit" >&2
        bad=1
    fi
done <"$kept/running-units"
[ -z "$bad" ]
