# Prints the SHA-256 sums ("<sum>  ./<path>") of those files that are there of the paths on standard input; changes nothing.
set -eu
LC_ALL=C
export LC_ALL
cd "${ROOT:-}/"
while IFS= read -r file; do
    [ -n "$file" ] && [ -f "./$file" ] || continue
    sha256sum "./$file"
done
