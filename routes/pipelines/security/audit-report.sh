# What is compared with what was agreed, in one round trip: certificates and when they end, and accounts that may log in. What commands
# say stands behind a space; this script's own lines begin with @@.
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
echo "@@now $(date +%s)"
# certificate authorities that the distribution brings are not ours
section certificates 60 '
    command -v openssl >/dev/null || exit 127
    look() { find -L "$1" -maxdepth 4 -type f "(" -name "*.pem" -o -name "*.crt" -o -name "*.cer" ")"; }
    # a link to a directory above hides no certificate: what it leads to is looked at from there
    only_loops() { look "$1" 2>&1 >/dev/null | awk "!/File system loop/ { other = 1 } END { exit !(NR && !other) }"; }
    # not in a pipe, which would say nothing of a find that fails
    failed=0
    files=$(code=0
    for place in etc/nginx etc/ssl/private etc/ssl/local etc/letsencrypt/live etc/virtual-queue app/config; do
        [ ! -d "$root/$place" ] || look "$root/$place" || only_loops "$root/$place" || code=1
    done
    exit $code) || failed=1
    [ -z "$files" ] || printf "%s\n" "$files" | while IFS= read -r file; do
        ends=$(openssl x509 -in "$file" -noout -enddate 2>/dev/null) || continue
        echo "$(date -d "${ends#notAfter=}" +%s) ${file#"$root"}"
    done
    [ "$failed" -eq 0 ]'
# a hash that begins with $ or an empty field: a password can be used
section accounts 20 '
    awk -F: "NR == FNR { if (\$2 == \"\" || \$2 ~ /^\\\$/) open[\$1] = \"password\"; next }
        \$7 !~ /(nologin|false|sync|halt|shutdown)\$/ { print \$1, \$3, \$7, (\$1 in open) ? open[\$1] : \"-\" }" \
        "$root/etc/shadow" "$root/etc/passwd"'
echo "@@end"
