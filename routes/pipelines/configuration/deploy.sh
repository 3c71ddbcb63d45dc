# Replaces the configuration by the tar on standard input. The new tree is complete and on disk before two renames put it
# in place; whatever was cut off, the next call or put-back.sh finds its way from what lies there.
set -eu
config="${ROOT:-}${PLACE:-/app/config}"
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID"
next="${config%/*}/.config-$RUN_ID.next"
old="${config%/*}/.config-$RUN_ID.old"

if [ ! -f "$kept/listing" ]; then
    echo "nothing is kept in $kept, so nothing could be put back; run keep-current.sh first" >&2
    exit 1
fi
: >"$kept/deploying"
rm -rf "$next"
mkdir "$next"
tar --extract --file=- --directory="$next" --no-same-owner --preserve-permissions
chmod --reference="$kept/config" "$next"
chown --reference="$kept/config" "$next"
sync
if [ -e "$old" ]; then
    rm -rf "$config"
else
    mv -T "$config" "$old"
fi
mv -T "$next" "$config"
sync
case $config in
    */etc/nginx/*)
        # asked before it takes over: what runs goes on with what it has read
        sudo -n nginx -t
        sudo -n systemctl reload nginx
        ;;
    *) sudo -n systemctl restart virtual-queue-api ;;
esac
echo "deployed $(find "$config" -type f | wc -l) files"
