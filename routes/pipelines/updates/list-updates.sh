# Prints what apt would change on this host, after marks; changes and locks nothing. The last line says that nothing was
# cut off.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH

echo "@@lists"
stamp="${ROOT:-}/var/lib/apt/periodic/update-success-stamp"
[ -e "$stamp" ] || stamp="${ROOT:-}/var/lib/apt/lists"
[ ! -e "$stamp" ] || echo $(($(date +%s) - $(stat -c %Y "$stamp")))
echo "@@held"
apt-mark showhold
echo "@@updates"
# its failure must not be lost in a pipe
pending=$(apt-get -s -o Debug::NoLocking=true dist-upgrade)
printf '%s\n' "$pending" | grep -E '^(Inst|Remv) ' || true
echo "@@broken"
dpkg --audit
echo "@@reboot"
[ ! -e "${ROOT:-}/run/reboot-required" ] || echo required
echo "@@end"
