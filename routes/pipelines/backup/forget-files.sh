# Forgets what was noted for the way back.
set -eu
note="${ROOT:-}/var/lib/upkeep/$RUN_ID/files"
rm -rf "$note"
rmdir "${note%/*}" 2>/dev/null || true
