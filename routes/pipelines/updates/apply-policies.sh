# Puts the policy files on standard input in place (@@file PATH, then lines behind a bar) and removes those that are to go
# (@@gone PATH), keeping what was there, and has those programs check and take them over whose files changed. An error puts this
# host's files back at once.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH
all="${ROOT:-}/var/lib/upkeep"
kept="$all/$RUN_ID/policies"
umask 077
[ -d "$all" ] || { mkdir -p "$all" && chmod 755 "$all" && chown "${SUDO_UID:-$(id -u)}" "$all"; }
mkdir -p "$kept/before" "$kept/new"
awk -v new="$kept/new" '
    /^@@file / { close(out); n++; out = new "/" n; print substr($0, 8) > (new "/" n ".name"); printf "" > out; next }
    /^@@gone / { close(out); out = ""; n++; print substr($0, 8) > (new "/" n ".name"); next }
    /^\|/ { print substr($0, 2) > out }
'
# those that the host lacks, noted for the way back; whoever may read the file can then come to it
make_directories() {
    [ ! -d "${ROOT:-}/$1" ] || return 0
    make_directories "$(dirname "$1")"
    echo "$1" >>"$kept/before/directories"
    (umask 022 && mkdir "${ROOT:-}/$1")
}
changed=
for name in "$kept"/new/*.name; do
    [ -f "$name" ] || continue
    file=$(cat "$name")
    number=${name##*/}
    number=${number%.name}
    target="${ROOT:-}/$file"
    if [ -e "$kept/new/$number" ]; then
        cmp -s "$kept/new/$number" "$target" && continue
    elif [ ! -e "$target" ]; then
        continue
    fi
    if [ ! -e "$kept/before/$number.name" ]; then
        [ ! -e "$target" ] || cp -p "$target" "$kept/before/$number"
        cp "$name" "$kept/before/$number.name"
    fi
    make_directories "$(dirname "$file")"
    if [ ! -e "$kept/new/$number" ]; then
        rm "$target"
    elif [ -e "$target" ]; then
        cat "$kept/new/$number" >"$target"
    else
        install -m 644 "$kept/new/$number" "$target"
    fi
    changed="$changed $file"
    echo "@@policy $file"
done
[ -n "$changed" ] || { echo "every policy is in place"; exit 0; }
# each on its own: a test on the left of && would not end the script
case $changed in *etc/ssh/*)
    if command -v sshd >/dev/null 2>&1; then sshd -t; fi
    systemctl reload ssh
    ;;
esac
case $changed in *etc/nginx/*)
    nginx -t
    systemctl reload nginx
    ;;
esac
case $changed in *etc/sysctl.d/*) sysctl --system >/dev/null ;; esac
