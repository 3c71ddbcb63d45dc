# Unpacks the tar it reads beside DIRECTORY, for root only. Running it again begins anew.
set -eu
new="${ROOT:-}$DIRECTORY.upkeep-$RUN_ID"
rm -rf "$new"
mkdir -m 0700 "$new"
tar --extract --file=- --directory="$new" --no-same-owner --same-permissions
