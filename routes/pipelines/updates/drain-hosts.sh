# Takes the hosts named by WAVE (joined by commas) out of nginx's upstreams on this balancer, or with DRAINED=no back in.
# The last server of an upstream is not taken out: nobody would be served. That is an error, or with DRAINED=where-possible said.
# Running it again changes nothing.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH
changed=
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
for file in "${ROOT:-}"/etc/nginx/conf.d/*.conf "${ROOT:-}"/etc/nginx/sites-enabled/*; do
    [ -f "$file" ] || continue
    awk -v wave="$WAVE" -v drained="$DRAINED" '
        BEGIN { n = split(wave, names, / *, */); for (i = 1; i <= n; i++) meant[names[i]] = 1 }
        $1 == "upstream" { inside = 1; up = 0; taken = 0; name = $2 }
        inside && $1 == "server" {
            host = $2; sub(/;.*/, "", host); sub(/:[0-9]+$/, "", host)
            if (drained != "no" && (host in meant) && $0 !~ / down[ ;]/) { sub(/;/, " down; # drained by upkeep"); taken++ }
            if (drained == "no" && (host in meant)) sub(/ down; # drained by upkeep$/, ";")
            if ($0 !~ / down[ ;]/) up++
        }
        inside && $1 == "}" {
            inside = 0
            if (taken && !up) { print "upstream " name " would have no server left without " wave > "/dev/stderr"; bad = 1 }
        }
        { print }
        END { exit bad }
    ' "$file" >"$new/file" || {
        [ "$DRAINED" = where-possible ] || exit 1
        echo "@@serving $WAVE"
        continue
    }
    if ! cmp -s "$new/file" "$file"; then
        cp -p "$file" "$new/${file##*/}.before"
        # written in place, so that mode, owner and links stay
        cat "$new/file" >"$file"
        changed="$changed $file"
    fi
done
[ -n "$changed" ] || { echo "nothing to change"; exit 0; }
if ! nginx -t; then
    for file in $changed; do cat "$new/${file##*/}.before" >"$file"; done
    exit 1
fi
systemctl reload nginx
[ "$DRAINED" = no ] || sleep "$GRACE"
echo "@@drained $DRAINED $WAVE"
