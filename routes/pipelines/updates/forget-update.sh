# Removes what the run kept on this host, when nothing has to be put back any more.
set -eu
all="${ROOT:-}/var/lib/upkeep"
rm -rf "${all:?}/$RUN_ID"
[ ! -d "$all" ] || rmdir "$all" 2>/dev/null || true
