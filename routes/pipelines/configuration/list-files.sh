# Prints the SHA-256 sums of the files below PLACE ("<sum>  ./<path>", sorted) and "end" after the last; changes nothing.
set -eu
LC_ALL=C
export LC_ALL
cd "${ROOT:-}$PLACE"
exec 4>&1
# of a pipe the shell knows how its last part ended; files that find did not come to would count as missing
failed=$({
    { find . -type f -print0 || echo find >&3; } |
        { sort -z || echo sort >&3; } |
        { xargs -0r sha256sum >&4 || echo sha256sum >&3; }
} 3>&1)
[ -z "$failed" ] || {
    echo "cannot list $PLACE: these failed:" $failed >&2
    exit 1
}
echo end
