# Compares what was unpacked with the sums it reads, and their number with FILES. Changes nothing.
set -eu
cd "${ROOT:-}$DIRECTORY.upkeep-$RUN_ID"
if [ "$FILES" -gt 0 ]; then
    sha256sum --check --quiet --strict -
fi
found=$(find . -type f -printf .)
if [ ${#found} -ne "$FILES" ]; then
    echo "there are ${#found} files, the backup has $FILES" >&2
    exit 1
fi
