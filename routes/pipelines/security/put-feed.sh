# Puts debsecan's feed of SUITE, which comes on standard input, in place below FEED, where this host has that suite. It is looked at
# first, by debsecan itself where that is installed: until all is well the host keeps the feed it has. SUM is its SHA-256, BUILT its time.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH
own=$(. "${ROOT:-}/etc/os-release" && echo "${VERSION_CODENAME:-}")
[ "$own" = "$SUITE" ] || {
    cat >/dev/null
    echo "this host has $own"
    exit 0
}
place="${ROOT:-}$FEED"
mkdir -p "$place"
trial=$(mktemp -d "$place/.trial.XXXXXX")
trap 'rm -rf "$trial"' EXIT
cat >"$trial/$SUITE"
[ "$(sha256sum <"$trial/$SUITE")" = "$SUM  -" ] || {
    echo "the feed arrived damaged" >&2
    exit 1
}
if command -v debsecan >/dev/null; then
    timeout 120 debsecan --suite "$SUITE" --source "file://$trial/" >/dev/null || {
        echo "debsecan cannot read the feed" >&2
        exit 1
    }
fi
chmod 644 "$trial/$SUITE"
touch -d "@$BUILT" "$trial/$SUITE"
mv -f "$trial/$SUITE" "$place/$SUITE"
echo "the feed of $SUITE is in place"
