# Says what a host is, a line each: name=value. A fact that cannot be found has no line; the last line says that nothing
# was cut off. Changes nothing.
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH
root=${ROOT:-}

fact() {
    [ -z "$2" ] || printf '%s=%s\n' "$1" "$2"
}

release() {
    sed -n "s/^$1=//p" "$root/etc/os-release" 2>/dev/null | head -n 1 | tr -d "\"'"
}

fact os "$(release ID)"
fact osVersion "$(release VERSION_ID)"
fact kernel "$(uname -r)"
fact architecture "$(uname -m)"
fact cpus "$(grep -c '^processor' "$root/proc/cpuinfo" 2>/dev/null)"
fact memoryBytes "$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1 1024/p' "$root/proc/meminfo" 2>/dev/null |
    while read -r size unit; do echo $((size * unit)); done)"
fact bootId "$(head -n 1 "$root/proc/sys/kernel/random/boot_id" 2>/dev/null)"
if [ -d "$root/run/systemd/system" ]; then fact systemd true; else fact systemd false; fi
if command -v apt-get >/dev/null 2>&1; then
    fact apt true
    # Debian's packages leave this mark; of other systems nothing is known
    if [ -e "$root/run/reboot-required" ]; then fact rebootRequired true; else fact rebootRequired false; fi
else
    fact apt false
fi
fact end yes
