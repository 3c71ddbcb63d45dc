# Gives what was unpacked the name DIRECTORY; an empty directory of that name goes. What was done is noted, for the way back.
set -eu
place="${ROOT:-}$DIRECTORY"
new="$place.upkeep-$RUN_ID"
note="${ROOT:-}/var/lib/upkeep/$RUN_ID/files"
[ -d "$new" ] || exit 0
mkdir -p "$note"
if [ -d "$place" ]; then
    : >"$note/was-empty"
    rmdir "$place"
fi
mv -T "$new" "$place"
