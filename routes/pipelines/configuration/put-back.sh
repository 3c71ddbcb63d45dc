# Puts the kept configuration back, moving the old tree itself when it still lies beside: that needs no room on the disk.
# A host that was not touched stays as it is, and running this again changes nothing.
set -eu
LC_ALL=C
export LC_ALL
config="${ROOT:-}${PLACE:-/app/config}"
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID"
next="${config%/*}/.config-$RUN_ID.next"
old="${config%/*}/.config-$RUN_ID.old"

# no pipe begins with find: its failure would go unnoticed, and what it did not come to would count as missing
listing() (
    cd "$1" && all=$(find . -printf '%y %m %U:%G %T@ %p -> %l\n') && sums=$(find . -type f -exec sha256sum {} +) || exit 1
    printf '%s\n' "$all" | sort
    if [ -n "$sums" ]; then printf '%s\n' "$sums" | sort -k 2; fi
)

if [ ! -f "$kept/listing" ] || [ ! -e "$kept/deploying" ]; then
    echo "not touched"
    exit 0
fi
wanted=$(cat "$kept/listing")
rm -rf "$next"
if [ ! -d "$config" ] || [ "$(listing "$config")" != "$wanted" ]; then
    if [ ! -d "$old" ] || [ "$(listing "$old")" != "$wanted" ]; then
        rm -rf "$old"
        cp -a "$kept/config" "$old"
    fi
    if [ -e "$config" ]; then
        mv -T "$config" "$next"
    fi
    mv -T "$old" "$config"
fi
rm -rf "$next" "$old"
touch -r "$kept/parent" "${config%/*}"
sync
case $config in
    */etc/nginx/*) sudo -n systemctl reload nginx ;;
    *) sudo -n systemctl restart virtual-queue-api ;;
esac
echo "put back $(find "$config" -type f | wc -l) files"
