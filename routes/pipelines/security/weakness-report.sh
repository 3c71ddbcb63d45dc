# What an attacker would use, in one round trip: accounts with UID 0 beside root, accounts without a password, files in /etc that
# everyone may write, and what lynis warns of. What commands say stands behind a space; this script's own lines begin with @@.
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
section accounts 20 '[ ! -r "$root/etc/passwd" ] || awk -F: "\$3 == 0 && \$1 != \"root\" { print \$1 }" "$root/etc/passwd"'
section passwords 20 '[ ! -r "$root/etc/shadow" ] || awk -F: "\$2 == \"\" { print \$1 }" "$root/etc/shadow"'
section writable 60 'cd "$root/etc" && find . -xdev -type f -perm -0002 -printf "/etc/%P\n"'
# its report file is the form that lynis keeps stable: warning[]=TEST|text|details|solution|
section lynis 300 '
    command -v lynis >/dev/null || exit 127
    work=$(mktemp -d)
    trap "rm -rf $work" EXIT
    report=$work/report
    # read after the profiles of the host: a look changes no package lists and asks nobody elsewhere
    printf "%s\n" refresh-repositories=no skip-upgrade-test=yes >"$work/look.prf"
    nice lynis audit system --quick --quiet --no-colors --profile "$work/look.prf" --report-file "$report" --logfile /dev/null \
        >/dev/null || code=$?
    [ "${code:-0}" -ne 127 ] || exit 127
    grep -q "^report_datetime_end=" "$report"
    grep -E "^(warning\[\]|hardening_index)=" "$report"'
echo "@@end"
