# Prints a sorted tar of DIRECTORIES (absolute, separated by commas); those that do not exist are left out and the
# manifest names them. Hard links become files, so that an archive never refers to something outside itself. Times of
# access and of inodes are left out: nobody can restore them.
set -eu
LC_ALL=C
export LC_ALL
cd "${ROOT:-}/"
names=$(mktemp)
trap 'rm -f "$names"' EXIT
set -f
IFS=,
set -- $DIRECTORIES
unset IFS
for directory in "$@"; do
    shift
    if [ -e "${directory#/}" ]; then
        set -- "$@" "${directory#/}"
    fi
done
if [ $# -gt 0 ]; then
    find "$@" \( -type d -o -type f -o -type l \) -print0 >"$names"
fi
sort -z "$names" | tar --create --file=- --format=posix --pax-option=delete=atime,delete=ctime --hard-dereference \
    --no-recursion --null --files-from=-
