#!/bin/sh
# A unit that was not running before the remedy is not left running by it.
set -eu
kept="${ROOT:-}/var/lib/upkeep/trouble-$INCIDENT"
[ -f "$kept/$SUBJECT" ] || exit 0
if [ "$(cat "$kept/$SUBJECT")" != active ] && systemctl is-active --quiet "$SUBJECT"; then
    systemctl stop "$SUBJECT"
    echo "$SUBJECT is stopped again, as it was"
fi
rm -f "$kept/$SUBJECT"
rmdir "$kept" 2>/dev/null || true
