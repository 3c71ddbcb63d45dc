# What an intruder would change on this host, in one round trip; it is compared with what a person has reviewed, which is kept off
# the host. What commands say stands behind a space: no file's name can pretend to be one of this script's own lines (@@). Keys,
# cron files and units are told as hashes: they may hold secrets.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
root="${ROOT:-}"
export LC_ALL PATH root

# name, seconds, command: what it says, and how it ended
section() {
    echo "@@section $1"
    { timeout "$2" sh -c "$3" 2>/dev/null && echo "-- 0" || echo "-- $?"; } | awk '
        NR > 1 && NR < 5002 { print " " last }
        { last = $0 }
        END { if (NR > 5001) print "@@skipped " NR - 5001; print "@@status " substr(last, 4) }'
}

echo "@@begin"
# ports of clients come and go: udp only below them
section listeners 20 '
    command -v ss >/dev/null || exit 127
    ss -H -l -t -u -n -p | awk "
        { port = \$5; sub(/.*:/, \"\", port); name = \"-\" }
        \$1 == \"udp\" && port >= 32768 { next }
        match(\$0, /\\(\\(\"[^\"]*\"/) { name = substr(\$0, RSTART + 3, RLENGTH - 4) }
        { print \$1, \$5, name }"'
section setuid 120 '
    mounts=${root:-$(awk "\$3 ~ /^(ext[234]|xfs|btrfs|zfs|f2fs|overlay)\$/ && \$2 !~ /^\/var\/lib\/(docker|containers|kubelet)/ { print \$2 }" /proc/mounts)}
    look() {
        find . -xdev -ignore_readdir_race -type f "(" -perm -4000 -o -perm -2000 ")" -printf "%m %u:%g %P\n" 3>&- 4>&- ||
            [ $? -eq 1 ] || echo "find was ended" >&2
    }
    # what is mounted there, such as by FUSE, is not looked at anyway: that root may not even see the place hides no file
    only_other_mounts() {
        awk -v at="$1" -v mounts="$root/proc/mounts" "
            { sub(/^find: .\./, \"\"); sub(/.: [^:]*\$/, \"\"); failed[at \$0] }
            END {
                while ((getline line <mounts) > 0) { split(line, field, \" \"); mounted[field[2]] }
                for (place in failed) if (!(place in mounted)) exit 1
            }" >&2
    }
    failed=0
    for mount in $mounts; do
        cd "$mount" || exit 1
        at=${mount#"$root"}
        at=${at%/}
        # not in a pipe, which would say nothing of a find that fails: files it did not come to are not gone
        found=$({ look 3>&1 1>&4 2>&3 | only_other_mounts "$at"; } 4>&1) || failed=1
        [ -z "$found" ] || printf "%s\n" "$found" |
            awk -v at="$at" "{ name = \$0; sub(/^[^ ]+ [^ ]+ /, \"\", name); print \$1, \$2, at \"/\" name }"
    done
    [ "$failed" -eq 0 ]'
section authorized-keys 20 '
    cut -d: -f6 "$root/etc/passwd" | sort -u | while IFS= read -r home; do
        for file in "$root$home/.ssh/authorized_keys" "$root$home/.ssh/authorized_keys2"; do
            [ -f "$file" ] || continue
            while IFS= read -r key || [ -n "$key" ]; do
                case $key in "" | \#*) continue ;; esac
                printf "%s sha256:%s %.60s\n" "${file#"$root"}" "$(printf %s "$key" | sha256sum | cut -c 1-16)" "${key##* }"
            done <"$file"
        done
    done'
section sudoers 20 '
    for file in "$root/etc/sudoers" "$root"/etc/sudoers.d/*; do
        [ -f "$file" ] || continue
        grep -vE "^[[:space:]]*(#[[:space:]]|#?\$)" "$file" | while IFS= read -r line; do printf "%s: %s\n" "${file#"$root"}" "$line"; done
    done'
section cron 20 '
    for file in "$root/etc/crontab" "$root/etc/anacrontab" "$root"/etc/cron.*/* "$root"/var/spool/cron/crontabs/* "$root"/var/spool/cron/*; do
        [ ! -f "$file" ] || printf "%s sha256:%s\n" "${file#"$root"}" "$(sha256sum <"$file" | cut -c 1-16)"
    done'
section uid-0 20 'awk -F: "\$3 == 0 { print \$1 }" "$root/etc/passwd"'
section units 20 '
    command -v systemctl >/dev/null || exit 127
    systemctl list-unit-files --state=enabled --no-legend --no-pager --plain | awk "{ print \$1 }"
    for file in "$root"/etc/systemd/system/*.service "$root"/etc/systemd/system/*.timer; do
        [ ! -f "$file" ] || printf "%s sha256:%s\n" "${file#"$root"}" "$(sha256sum <"$file" | cut -c 1-16)"
    done'
section packages 300 '
    command -v dpkg >/dev/null || exit 127
    nice dpkg -V && code=0 || code=$?
    [ "$code" -le 1 ]'
echo "@@end"
