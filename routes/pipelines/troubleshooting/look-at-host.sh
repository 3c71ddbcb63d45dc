#!/bin/sh
# What a host tells when something is wrong. Only reads, each command with a deadline. What commands and logs say is
# indented by a space: no line of it can begin a section.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH

section() {
    echo "@@$1"
    shift
    { timeout 10 "$@" 2>/dev/null || true; } | sed 's/^/ /'
}

echo "@@begin"
section disks df -PB1 -l
section inodes df -Pil
section memory grep -E '^(MemTotal|MemAvailable):' "${ROOT:-}/proc/meminfo"
section oom grep '^oom_kill ' "${ROOT:-}/proc/vmstat"
section failed systemctl --failed --plain --no-legend
# dpkg that cannot read its own records says so as an error, and fails; one that was killed leaves its journal behind
section broken sh -c '
    command -v dpkg >/dev/null || exit 0
    dpkg --audit || dpkg --audit 2>&1
    if find "${ROOT:-}/var/lib/dpkg/updates" -name "[0-9]*" | grep -q .; then
        echo "dpkg was interrupted and has not finished what it began"
    fi'
# who holds a lock of apt or dpkg: everybody may read the list of locks, not what processes of others have open
section package-locks sh -c '
    for lock in lib/dpkg/lock-frontend lib/dpkg/lock lib/apt/lists/lock cache/apt/archives/lock; do
        inode=$(stat -c %i "${ROOT:-}/var/$lock") || continue
        while read -r _ kind _ mode process file _; do
            case "$kind $mode $file" in "POSIX WRITE "*":$inode") echo "$process" ;; esac
        done <"${ROOT:-}/proc/locks"
    done | sort -u | while read -r process; do
        echo "$process $(cat "${ROOT:-}/proc/$process/comm")"
    done'
for unit in $(echo "$UNITS" | tr ',' ' '); do
    section "unit $unit" systemctl is-active "$unit"
    section "journal $unit" journalctl -u "$unit" -n 20 --no-pager
done
echo "@@end"
