# Puts back the policy files that the run replaced on this host, and removes those it added with their directories. Running it again
# changes nothing.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH
before="${ROOT:-}/var/lib/upkeep/$RUN_ID/policies/before"
changed=
for name in "$before"/*.name; do
    [ -f "$name" ] || continue
    file=$(cat "$name")
    if [ -e "${name%.name}" ]; then
        cp -p "${name%.name}" "${ROOT:-}/$file"
    else
        rm -f "${ROOT:-}/$file"
    fi
    changed="$changed $file"
    echo "@@put-back $file"
done
if [ -f "$before/directories" ]; then
    # the innermost first; one in which somebody else has put something stays
    sort -r "$before/directories" | while read -r directory; do
        rmdir "${ROOT:-}/$directory" 2>/dev/null || true
    done
fi
case $changed in *etc/ssh/*) systemctl reload ssh ;; esac
case $changed in *etc/nginx/*) systemctl reload nginx ;; esac
case $changed in *etc/sysctl.d/*) sysctl --system >/dev/null ;; esac
