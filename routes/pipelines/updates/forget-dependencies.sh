# Removes what the run kept of the dependencies.
set -eu
all="${ROOT:-}/var/lib/upkeep"
rm -rf "${all:?}/$RUN_ID/dependencies" "${all:?}/$RUN_ID/dependencies.new"
rmdir "$all/$RUN_ID" 2>/dev/null || true
