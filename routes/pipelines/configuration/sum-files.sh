# Prints the SHA-256 sums ("<sum>  ./<path>") of those files that are there of the paths on standard input, and "end" after the
# last; changes nothing.
set -eu
LC_ALL=C
export LC_ALL
cd "${ROOT:-}/"
while IFS= read -r file; do
    [ -n "$file" ] && [ -f "./$file" ] || continue
    sha256sum "./$file"
done
echo end
