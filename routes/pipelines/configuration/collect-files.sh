# Prints a sorted tar of DIRECTORIES (absolute, separated by commas); those that do not exist are left out and the
# manifest names them. Hard links become files, so that an archive never refers to something outside itself. Times of
# access and of inodes are left out: nobody can restore them. What is deleted while this reads is no part of the tree; what
# is written to meanwhile is told, and there as it was read. What cannot be read fails it.
set -eu
LC_ALL=C
export LC_ALL
cd "${ROOT:-}/"
names=$(mktemp)
said=$(mktemp)
trap 'rm -f "$names" "$said"' EXIT
# Deleted meanwhile: find and tar say it in words of their own.
told() {
    grep -Ev ': (Warning: )?(Cannot [a-z]+: )?No such file or directory$|: File removed before we read it$' "$said" >&2
}
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
found=0
[ $# -eq 0 ] || find "$@" \( -type d -o -type f -o -type l \) -print0 >"$names" 2>"$said" || found=$?
if told || [ "$found" -gt 1 ]; then
    exit 1
fi
status=0
sort -z "$names" | tar --create --file=- --format=posix --pax-option=delete=atime,delete=ctime --hard-dereference \
    --no-recursion --null --ignore-failed-read --files-from=- 2>"$said" || status=$?
# 1 is a file that changed; other warnings are of what could not be read
if told && { [ "$status" -ne 1 ] || grep -q ': Warning: ' "$said"; }; then
    exit 1
fi
[ "$status" -le 1 ]
