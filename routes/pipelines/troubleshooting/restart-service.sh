#!/bin/sh
# Starts a unit again, once, and says so when it does not stay up. What it was before is kept for put-service-back.sh.
set -eu
kept="${ROOT:-}/var/lib/upkeep/trouble-$INCIDENT"
if [ ! -f "$kept/$SUBJECT" ]; then
    before=$(systemctl is-active "$SUBJECT") || true
    mkdir -p "$kept"
    echo "$before" >"$kept/$SUBJECT" || true
fi
systemctl reset-failed "$SUBJECT" || true
systemctl restart "$SUBJECT"
if ! systemctl is-active --quiet "$SUBJECT"; then
    echo "$SUBJECT does not stay up; see journalctl -u $SUBJECT" >&2
    exit 1
fi
echo "$SUBJECT is active"
