# What sshd, sudo and su said since the last look, in one round trip. Standard input has a line for each host: what it calls
# itself and up to where its log was read (journal:<cursor> or file:<inode>:<offset>). What the log says stands behind a space,
# so that nothing in it can pretend to be one of this script's own lines, which begin with @@.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH
root="${ROOT:-}"
most=20000
interest='Accepted |Failed |Invalid user|Connection (closed|reset) by|Disconnected from|maximum authentication|incorrect password|NOT in sudoers|not allowed|FAILED (SU|su)'

me=$(cat "$root/etc/machine-id" 2>/dev/null || cat "$root/etc/hostname")
position=
while read -r name rest; do
    if [ "$name" = "$me" ]; then position=$rest; fi
done

# The newest lines of interest; what the reader of the log says of itself begins with "-- ".
told() {
    awk -v most="$most" -v interest="$interest" '
        /^-- cursor: / { position = "journal:" substr($0, 12); next }
        /^-- position: / { position = substr($0, 14); next }
        /^-- status: / { status = $3; next }
        /^-- continued$/ { print "@@continued"; next }
        /^-- gap: / { print "@@gap " substr($0, 9); next }
        $0 ~ interest { line[n++ % most] = $0 }
        END {
            for (i = n > most ? n - most : 0; i < n; i++) print " " line[i % most]
            if (n > most) print "@@skipped " n - most
            if (position != "") print "@@position " position
            print "@@status " status
        }'
}
journal() {
    code=0
    timeout 60 journalctl -q --no-pager -o short-iso -t sshd -t sshd-session -t sudo -t su --show-cursor "$@" 2>/dev/null || code=$?
}
has_journal() {
    command -v journalctl >/dev/null 2>&1 && timeout 20 journalctl -q -n 1 --show-cursor 2>/dev/null | grep -q '^-- cursor: '
}
from_journal() {
    case $position in
        journal:*)
            journal "--after-cursor=${position#journal:}"
            if [ "$code" -ne 0 ] && [ "$code" -ne 124 ]; then
                echo "-- gap: the journal no longer knows the place up to which it was read"
                journal --since -24h
            else
                echo "-- continued"
            fi ;;
        *) journal --since -24h ;;
    esac
    echo "-- status: $code"
}

inode() { ls -di "$1" 2>/dev/null | awk '{ print $1 }'; }
# Where the last whole line of a file ends.
end_of() {
    size=$(wc -c <"$1")
    if [ -n "$(head -c "$size" "$1" | tail -c 1)" ]; then
        size=$((size - $(head -c "$size" "$1" | tail -n 1 | wc -c)))
    fi
    echo "$size"
}
slice() { head -c "$3" "$1" | tail -c "+$(($2 + 1))"; } # file from to
from_file() {
    end=$(end_of "$file")
    from=0
    read_to=${position##*:}
    case $position in
        "file:$(inode "$file"):"*)
            from=$read_to
            if [ "$end" -lt "$from" ]; then
                echo "-- gap: ${file#"$root"} was cut to nothing"
                from=0
            else
                echo "-- continued"
            fi ;;
        "file:$(inode "$file.1"):"*)
            echo "-- continued"
            slice "$file.1" "$read_to" "$(end_of "$file.1")" ;;
        file:*) echo "-- gap: ${file#"$root"} was rotated more than once since the last look" ;;
    esac
    slice "$file" "$from" "$end"
    echo "-- position: file:$(inode "$file"):$end"
    echo "-- status: 0"
}

echo "@@begin"
echo "@@host $me"
echo "@@now $(date +%Y-%m-%dT%H:%M:%S%z)"
echo "@@section log"
file="$root/var/log/auth.log"
[ -r "$file" ] || file="$root/var/log/secure"
if has_journal; then
    from_journal | told
elif [ -r "$file" ]; then
    from_file | told
else
    echo "@@problem there is neither a journal nor /var/log/auth.log; install systemd or rsyslog"
    echo "@@status 127"
fi
echo "@@end"
