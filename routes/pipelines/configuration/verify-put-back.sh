# Compares the configuration with what was kept: kind, mode, owner, time and content of everything, and nothing beside it.
set -eu
LC_ALL=C
export LC_ALL
config="${ROOT:-}${PLACE:-/app/config}"
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID"

listing() {
    (cd "$1" && find . -printf '%y %m %U:%G %T@ %p -> %l\n' | sort && find . -type f -print0 | sort -z | xargs -0r sha256sum)
}

if [ ! -f "$kept/listing" ]; then
    echo "not touched"
    exit 0
fi
listing "$config" | diff "$kept/listing" - >&2 || {
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
