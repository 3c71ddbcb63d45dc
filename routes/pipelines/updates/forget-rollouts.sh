# Removes what the login user kept for the way back.
set -eu
all="${ROOT:-}/var/lib/upkeep"
rm -rf "${all:?}/$RUN_ID"/rollouts-*
rmdir "$all/$RUN_ID" 2>/dev/null || true
