# Compares the configuration with what was kept: kind, mode, owner, time and content of everything, and nothing beside it.
set -eu
LC_ALL=C
export LC_ALL
config="${ROOT:-}${PLACE:-/app/config}"
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID"

# no pipe begins with find: its failure would go unnoticed, and what it did not come to would count as missing
listing() (
    cd "$1" && all=$(find . -printf '%y %m %U:%G %T@ %p -> %l\n') && sums=$(find . -type f -exec sha256sum {} +) || exit 1
    printf '%s\n' "$all" | sort
    if [ -n "$sums" ]; then printf '%s\n' "$sums" | sort -k 2; fi
)

if [ ! -f "$kept/listing" ]; then
    echo "not touched"
    exit 0
fi
found=$(listing "$config")
printf '%s\n' "$found" | diff "$kept/listing" - >&2 || {
    echo "$config is not what was kept in $kept; copy $kept/config to $config by hand" >&2
    exit 1
}
for left in "${config%/*}/.config-$RUN_ID".*; do
    if [ -e "$left" ]; then
        echo "$left was left behind; remove it by hand" >&2
        exit 1
    fi
done
echo "the configuration is what it was"
