# Removes what was unpacked, under whichever name it is. Running it again changes nothing.
set -eu
place="${ROOT:-}$DIRECTORY"
new="$place.upkeep-$RUN_ID"
note="${ROOT:-}/var/lib/upkeep/$RUN_ID/files"
if [ -d "$note" ]; then
    # noted, and no more under its first name: then it has the other one
    [ -d "$new" ] || rm -rf "$place"
    if [ -e "$note/was-empty" ] && [ ! -e "$place" ]; then
        mkdir "$place"
    fi
fi
rm -rf "$new" "$note"
rmdir "${note%/*}" 2>/dev/null || true
