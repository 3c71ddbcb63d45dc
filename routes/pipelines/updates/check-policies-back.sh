# Whether the policy files that the run replaced on this host are as they were kept, and those it added are gone; changes nothing.
set -eu
LC_ALL=C
export LC_ALL
before="${ROOT:-}/var/lib/upkeep/$RUN_ID/policies/before"
for name in "$before"/*.name; do
    [ -f "$name" ] || continue
    kept=${name%.name}
    file=$(cat "$name")
    host="${ROOT:-}/$file"
    if [ ! -e "$kept" ]; then
        if [ -e "$host" ]; then
            echo "/$file is still there, before the run there was no such file; remove it by hand" >&2
            exit 1
        fi
    elif ! cmp -s "$kept" "$host" || [ "$(stat -L -c '%a %u %g %Y' "$kept")" != "$(stat -L -c '%a %u %g %Y' "$host")" ]; then
        echo "/$file is not as it was; put it back by hand: cp -p $kept /$file" >&2
        exit 1
    fi
    echo "@@as before $file"
done
