# Keeps the configuration as it is, in a private directory of this run, with a listing that says what "the same" means:
# kind, mode, owner, time and content of everything. The listing is there only when the copy is whole.
set -eu
LC_ALL=C
export LC_ALL
config="${ROOT:-}${PLACE:-/app/config}"
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID"

# no pipe begins with find: its failure would go unnoticed, and what it did not come to would count as missing
listing() (
    cd "$1" && all=$(find . -printf '%y %m %U:%G %T@ %p -> %l\n') && sums=$(find . -type f -exec sha256sum {} +) || exit 1
    printf '%s\n' "$all" | sort
    if [ -n "$sums" ]; then printf '%s\n' "$sums" | sort -k 2; fi
)

if [ -f "$kept/listing" ]; then
    echo "kept already in $kept"
    exit 0
fi
if [ -L "$config" ] || [ ! -d "$config" ]; then
    echo "$config is not a directory; put a first configuration there by hand" >&2
    exit 1
fi
umask 077
all=${kept%/*}
# the login user keeps things there, too
[ -d "$all" ] || { mkdir -p "$all" && chmod 755 "$all" && chown "${SUDO_UID:-$(id -u)}" "$all"; }
rm -rf "$kept" "$kept.new"
mkdir -p "$kept.new"
touch -r "${config%/*}" "$kept.new/parent"
cp -a "$config" "$kept.new/config"
listing "$config" >"$kept.new/listing"
copied=$(listing "$kept.new/config")
if ! printf '%s\n' "$copied" | diff "$kept.new/listing" - >&2; then
    echo "the copy of $config is not the same (<: there, >: the copy). Either somebody writes there, or $(id -un) may not" \
        "keep owner and group of these files: give them to that user, then deploy again" >&2
    exit 1
fi
sync
mv -T "$kept.new" "$kept"
files=$(find "$kept/config" -type f -printf .)
echo "kept ${#files} files in $kept"
