#!/bin/sh
# Reports the figures of one host in one round trip. Each command has a deadline; a section that fails stays empty.
# The last line says that nothing was cut off.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH

section() {
    echo "@@$1"
    shift
    timeout 5 "$@" 2>/dev/null || true
}

echo "@@begin"
section boot cat "${ROOT:-}/proc/sys/kernel/random/boot_id"
section stat head -n 1 "${ROOT:-}/proc/stat"
section loadavg cat "${ROOT:-}/proc/loadavg"
section cores grep -c '^processor' "${ROOT:-}/proc/cpuinfo"
section meminfo grep -E '^(MemTotal|MemAvailable|SwapTotal|SwapFree):' "${ROOT:-}/proc/meminfo"
section vmstat grep '^oom_kill ' "${ROOT:-}/proc/vmstat"
section netdev cat "${ROOT:-}/proc/net/dev"
section pressure grep -H '^some' "${ROOT:-}/proc/pressure/cpu" "${ROOT:-}/proc/pressure/memory" "${ROOT:-}/proc/pressure/io"
if [ -d "${ROOT:-}/run/systemd/system" ]; then
    # with a line of its own, so that no failed unit differs from no answer
    section units sh -c 'systemctl list-units --failed --plain --no-legend && echo answered'
fi
# what keeps the clock is asked in turn; where none answers the section is empty, and that is told
section clock sh -c 'chronyc -c tracking || { timedatectl show -p NTPSynchronized && timedatectl timesync-status; }'
section df df -PB1 -l
section dfi df -Pil
echo "@@end"
