# Looks for what an attacker would use: accounts with UID 0 beside root, empty passwords, files in /etc that everyone may
# write, and lynis' warnings where it is installed. Critical findings fail.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH
etc="${ROOT:-}/etc"
critical=
if [ -r "$etc/passwd" ]; then
    for name in $(awk -F: '$3 == 0 && $1 != "root" { print $1 }' "$etc/passwd"); do
        echo "@@critical account $name has UID 0"
        critical=1
    done
fi
if [ -r "$etc/shadow" ]; then
    for name in $(awk -F: '$2 == "" { print $1 }' "$etc/shadow"); do
        echo "@@critical account $name has an empty password"
        critical=1
    done
fi
open=$(find "$etc" -xdev -type f -perm -0002 | head -n 20)
if [ -n "$open" ]; then
    printf '%s\n' "$open" | sed 's/^/@@critical everyone may write /'
    critical=1
fi
if command -v lynis >/dev/null 2>&1; then
    lynis audit system --quick --quiet --no-colors 2>/dev/null | grep -i 'warning' | head -n 50 | sed 's/^/@@warning /' || true
fi
[ -z "$critical" ] || { echo "critical findings; mend them, then start the update again" >&2; exit 1; }
echo "@@clean"
