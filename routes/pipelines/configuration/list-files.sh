# Prints the SHA-256 sums of the files below PLACE ("<sum>  ./<path>", sorted); changes nothing.
set -eu
LC_ALL=C
export LC_ALL
cd "${ROOT:-}$PLACE"
find . -type f -print0 | sort -z | xargs -0r sha256sum
