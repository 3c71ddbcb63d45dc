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
section broken dpkg --audit
for unit in $(echo "$UNITS" | tr ',' ' '); do
    section "unit $unit" systemctl is-active "$unit"
    section "journal $unit" journalctl -u "$unit" -n 20 --no-pager
done
echo "@@end"
