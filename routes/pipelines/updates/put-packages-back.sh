# Puts back the packages that the run replaced on this host, from the files it kept, and removes those it added. A host
# that was not touched stays as it is; running it again changes nothing.
set -eu
export LC_ALL=C DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID/apt"
if [ ! -e "$kept/upgrading" ]; then
    echo "not touched"
    exit 0
fi
dpkg --configure -a || true
set --
while read -r name _ old; do
    if [ "$old" = - ]; then
        set -- "$@" "$name-"
    else
        for package in "$kept/packages/${name%%:*}"_*.deb; do
            [ -e "$package" ] || package="$name=$old"
            set -- "$@" "$package"
        done
    fi
done <"$kept/wanted"
apt-get install -q -y --allow-downgrades -o DPkg::Lock::Timeout=120 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
while read -r name new old; do
    now=$(dpkg-query -W -f '${Version} ${db:Status-Status}' "$name" 2>/dev/null) || now=missing
    case "$old $now" in
        "$old $old installed") echo "@@put-back $name: $new -> $old" ;;
        '- missing' | '- '*config-files | '- '*not-installed) echo "@@removed $name: $new -> none" ;;
        *) echo "$name is $now, not $old; put it back by hand: apt-get install $name=$old" >&2 && exit 1 ;;
    esac
done <"$kept/wanted"
needrestart -b 2>/dev/null | sed -n 's/^NEEDRESTART-SVC: *//p' | grep -Ev '^(dbus|systemd-|user@|getty@)' | while read -r unit; do
    systemctl restart "$unit"
done
