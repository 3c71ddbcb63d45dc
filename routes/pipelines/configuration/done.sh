# The deployment is good. What it replaced stays kept until the next good one, in case somebody wants it by hand; older
# ones go. A run that still waits for a person is not done, so what it keeps is left alone.
set -eu
config="${ROOT:-}${PLACE:-/app/config}"
all="${ROOT:-}/var/lib/upkeep"
: >"$all/$RUN_ID/done"
rm -rf "${config%/*}/.config-$RUN_ID.old" "${config%/*}/.config-$RUN_ID.next"
for done in "$all"/*/done; do
    if [ "$done" != "$all/$RUN_ID/done" ] && [ -f "$done" ]; then
        rm -rf "${done%/done}"
    fi
done
echo "the previous configuration is kept in $all/$RUN_ID"
