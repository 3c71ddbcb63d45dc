# Compares the policy files on standard input (@@file PATH, then lines behind a bar; @@gone PATH) with those of the host; changes
# nothing.
set -eu
LC_ALL=C
export LC_ALL
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
awk -v new="$new" '
    /^@@file / { close(out); n++; out = new "/" n; print substr($0, 8) > (new "/" n ".name"); printf "" > out; next }
    /^@@gone / { close(out); out = ""; n++; print substr($0, 8) > (new "/" n ".name"); next }
    /^\|/ { print substr($0, 2) > out }
'
for name in "$new"/*.name; do
    [ -f "$name" ] || continue
    file=$(cat "$name")
    if [ ! -e "${name%.name}" ]; then
        [ ! -e "${ROOT:-}/$file" ] || {
            echo "/$file is still there, the version has no such file" >&2
            exit 1
        }
        continue
    fi
    cmp -s "${name%.name}" "${ROOT:-}/$file" || {
        echo "/$file is not that of the version" >&2
        exit 1
    }
done
echo "every policy is in place"
