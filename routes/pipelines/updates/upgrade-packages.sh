# Installs the updates that SCOPE names (security: of security origins; all). Which they are, and the packages they
# replace, is written down and kept before anything changes; running it again goes on with the same ones. A held package
# stays, and where apt would remove one, nothing is changed.
set -eu
export LC_ALL=C DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
all="${ROOT:-}/var/lib/upkeep"
kept="$all/$RUN_ID/apt"
wait_for_lock='-o DPkg::Lock::Timeout=120'
keep_files='-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold'

# lines "name new old", "-" where nothing is replaced, of what a simulation says
read_plan() {
    awk '$1 == "Inst" {
        name = $2; old = "-"; rest = $0
        if ($3 ~ /^\[/) { old = substr($3, 2, length($3) - 2) }
        sub(/^[^(]*\(/, "", rest); new = rest; sub(/ .*/, "", new)
        print name, new, old
    }'
}

plan() {
    # shellcheck disable=SC2086
    pending=$(apt-get -s $wait_for_lock dist-upgrade)
    if [ "$SCOPE" = security ]; then
        pending=$(printf '%s\n' "$pending" | grep -E '^Inst .*(-[Ss]ecurity[:/]|[:/][^ ,]*-security[ ,)])' || true)
    fi
    set --
    while read -r name new old; do
        [ -z "$name" ] || set -- "$@" "$name=$new"
    done <<EOF
$(printf '%s\n' "$pending" | read_plan)
EOF
    : >"$kept/wanted.new"
    [ $# -gt 0 ] || return 0
    chosen=$(apt-get -s install "$@")
    if printf '%s\n' "$chosen" | grep '^Remv ' >&2; then
        echo "apt would remove these packages; decide by hand (apt-get dist-upgrade), or hold what wants it: apt-mark hold NAME" >&2
        return 1
    fi
    printf '%s\n' "$chosen" | read_plan >"$kept/wanted.new"
}

# Without the old package there is no way back: archives drop versions, so it is fetched, or built from what is installed.
keep_package() {
    (cd "$kept/packages" && { apt-get download "$1=$2" || dpkg-repack "$1"; } >/dev/null 2>"$kept/why") && return 0
    cat "$kept/why" >&2
    echo "the installed $1 $2 cannot be had again, so there would be no way back; install dpkg-repack, or update it by hand" >&2
    return 1
}

if [ ! -f "$kept/wanted" ]; then
    umask 077
    rm -rf "$kept"
    # the login user keeps things there, too
    [ -d "$all" ] || { mkdir -p "$all" && chmod 755 "$all" && chown "${SUDO_UID:-$(id -u)}" "$all"; }
    mkdir -p "$kept/packages"
    # shellcheck disable=SC2086
    apt-get update -o APT::Update::Error-Mode=any $wait_for_lock >/dev/null
    { systemctl --failed --plain --no-legend || true; } | awk '{ print $1 }' | sort >"$kept/failed-units"
    { systemctl list-units --type=service --state=running --plain --no-legend || true; } |
        awk '$3 == "active" && $1 !~ /@/ { print $1 }' >"$kept/running-units"
    plan
    while read -r name new old; do
        [ "$old" = - ] || keep_package "$name" "$old"
    done <"$kept/wanted.new"
    sync
    mv "$kept/wanted.new" "$kept/wanted"
fi
if [ ! -s "$kept/wanted" ]; then
    echo "nothing to update ($SCOPE)"
    exit 0
fi
: >"$kept/upgrading"
dpkg --configure -a
set --
while read -r name new _; do
    set -- "$@" "$name=$new"
done <"$kept/wanted"
# shellcheck disable=SC2086
apt-get install -q -y --no-remove $wait_for_lock $keep_files "$@"
needrestart -b 2>/dev/null | sed -n 's/^NEEDRESTART-SVC: *//p' | grep -Ev '^(dbus|systemd-|user@|getty@)' | while read -r unit; do
    systemctl restart "$unit"
    echo "@@restarted $unit"
done
awk '{ print $3 == "-" ? "@@installed " $1 ": none -> " $2 : "@@updated " $1 ": " $3 " -> " $2 }' "$kept/wanted"
