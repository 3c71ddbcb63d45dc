# Compares the configuration with the SHA-256 sums on standard input ("<sum>  ./<path>", sorted): same files, same content.
set -eu
LC_ALL=C
export LC_ALL
config="${PLACE:-/app/config}"
cd "${ROOT:-}$config"
wanted=$(cat)
# not in a pipe: what a find that fails did not come to would count as missing
found=$(find . -type f -exec sha256sum {} +)
found=$(printf '%s\n' "$found" | sort -k 2)
if [ "$found" != "$wanted" ]; then
    echo "the files in $config are not those of the version" >&2
    printf 'wanted:\n%s\nfound:\n%s\n' "$wanted" "$found" >&2
    exit 1
fi
case $config in
    /etc/nginx/*) sudo -n systemctl is-active nginx ;;
    *) sudo -n systemctl is-active virtual-queue-api ;;
esac
