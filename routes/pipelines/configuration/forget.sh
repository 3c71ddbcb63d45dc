# Removes what a rolled back run kept, after every host was proved to be as before.
set -eu
all="${ROOT:-}/var/lib/upkeep"
rm -rf "${all:?}/$RUN_ID" "${all:?}/$RUN_ID.new"
if [ -d "$all" ]; then
    rmdir "$all" 2>/dev/null || true
fi
