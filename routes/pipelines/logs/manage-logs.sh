# Does WORK (look, rotate, compress, remove, tidy) with the logs below one directory, by RULES: lines "name=value". All in one
# file, so that what a look shows is what goes.
#
# A log stays as it is while anybody has it open, while it is newer than its rule, when it has another name (a hard link), or
# when it is no plain file; find enters no other file system and follows no link. Work on a file is done from within its
# directory, by names such as ./x: whoever may write there can lead root nowhere else, and no name is taken for an option.
set -uf
export LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
umask 077
export STAGE=.upkeep-compressing
at_once='' directory='' configuration='' compress='' remove='' empty='' files='' percent='' patterns=''
while IFS='=' read -r name value; do
    case $name in
        directory) directory=$value ;;
        configuration) configuration=$value ;;
        compress) compress=$value ;;
        remove) remove=$value ;;
        empty) empty=$value ;;
        files) files=$value ;;
        percent) percent=$value ;;
        pattern) patterns="$patterns -o -name $value" ;;
    esac
done <<EOF
$RULES
EOF
compressed='-name *.gz -o -name *.xz -o -name *.bz2 -o -name *.zst -o -name *.[zZ] -o -name *.tgz -o -name *[-_]gz -o -name *[-_]z'
cd -P "${ROOT:-}$directory" || {
    echo "$directory is not on this host; create it, or name another (upkeep.logs.directory)" >&2
    exit 1
}

# How many lines, and the sum of them.
sum() {
    awk '{ n++; b += $1 } END { printf "%d %.0f\n", n, b }'
}

# All that lies below the directory.
bytes() {
    find . -ignore_readdir_race -xdev -type f -printf '%s\n' | awk '{ b += $1 } END { printf "%.0f\n", b }'
}

# Logs that some process has open, as words for find: device and inode say it, whatever the file is called by now. Who is not
# root does not see all of them, and touches own files only.
open_logs() {
    {
        (set +f && find -L /proc/[0-9]*/fd -maxdepth 1 -type f -printf '%D %i\n' 2>/dev/null) | sort -u
        find . -xdev -type f -printf '%D %i\n' | sort -u
    } | sort | uniq -d | awk '{ printf " -o -inum %s", $2 }'
    [ "$(id -u)" -eq 0 ] || printf ' -o ! -user %s' "$(id -u)"
}

# Runs find on all logs that may be touched; what it does with them follows.
logs() {
    # shellcheck disable=SC2086
    $at_once find . -ignore_readdir_race -xdev -type f -links 1 ! -path "*/$STAGE/*" \( -false $patterns \) ! \( -false $open \) "$@"
}

# The same for those that a rule has come to.
due() {
    rule=$1
    shift
    # shellcheck disable=SC2086
    case $rule in
        compress) logs ! -empty -mmin "+$compress" ! \( $compressed \) "$@" ;;
        remove) logs ! -empty -mmin "+$remove" \( $compressed \) "$@" ;;
        # of one that both want, whichever comes first, so that it counts once
        empty) logs -empty \( -mmin "+$empty" -o -mmin "+$remove" \( $compressed \) \) "$@" ;;
    esac
}

names() {
    due "$1" -printf '%s bytes %TF %p\0' | tr -c '[:print:]\000' '?' | tr '\000' '\n' | head -n 20 | sed "s/^/@@name $1 /"
}

look() {
    total=$(find . -xdev -type f -printf '%s\n' | sum)
    echo "@@total $total"
    going=0
    for rule in compress remove empty; do
        counted=$(due $rule -printf '%s\n' | sum)
        echo "@@$rule $counted"
        [ $rule = compress ] || going=$((going + ${counted% *}))
        names $rule
    done
    ! too_many "$going" "${total% *}" || places
    echo "@@end"
}

too_many() {
    [ "$1" -gt "$files" ] || { [ "$1" -gt 10 ] && [ $(($1 * 100)) -gt $(($2 * percent)) ]; }
}

# Where most of what would be deleted lies, and a few names of each, so that who reads of it sees what rule or clock is wrong.
places() {
    { due remove -printf '%p\0' && due empty -printf '%p\0'; } | tr -c '[:print:]\000' '?' | tr '\000' '\n' | sort | awk '
        {
            at = match($0, "/[^/]*$")
            place = substr($0, 1, at - 1)
            if (++n[place] == 1) all++
            if (n[place] <= 3) names[place] = names[place] "@@gone " substr($0, at + 1) "\n"
        }
        END {
            print "@@places " all " 0"
            for (told = 0; told < 3 && told < all; told++) {
                most = ""
                for (place in n) if (most == "" || n[place] > n[most] || (n[place] == n[most] && place < most)) most = place
                printf "@@place %d %s\n%s", n[most], most, names[most]
                delete n[most]
            }
        }'
}

rotate() {
    if [ -z "$configuration" ] || ! command -v logrotate >/dev/null 2>&1; then
        # a rotation of our own would lose lines, or have to know how each writer is told to open its file again
        echo "@@left logrotate is not installed or no configuration is named: nothing is rotated"
        configuration=''
        printf '@@rotated 0 0\n@@end\n'
        return
    fi
    before=$(bytes)
    said=$(logrotate --force --verbose "${ROOT:-}$configuration" 2>&1)
    code=$?
    # where it failed with one log it has rotated others; what it compressed and deleted by itself is freed as well
    echo "@@rotated $(printf '%s\n' "$said" | grep -c 'log needs rotating') $before $(bytes)"
    echo "@@end"
    # it ignores what it does not understand, says so, and exits with 0
    if [ "$code" -ne 0 ] || printf '%s\n' "$said" | grep -q '^error:'; then
        printf '%s\n' "$said" | tail -n 20 >&2
        echo "logrotate failed; mend $configuration" >&2
        exit 1
    fi
}

# Compresses the named files of the directory it is started in, all or as many as go. gzip works beside second names of them
# in a directory of our own; every byte is read back and is on disk before a .gz gets its place by a rename and the log goes.
# So whatever is cut off leaves the log, and no half .gz under a name that counts.
# shellcheck disable=SC2089 # it is text for a shell of its own
BATCH='
say() {
    printf "%s %s %s\n" "$1" "$2" "$3"
}
fail() {
    say failed "$1" "$2"
    cd -P $home/. && rm -rf "./$STAGE"
    exit 0
}
shown() {
    printf "%s" "$1" | tr -c "[:print:]" "?"
}
stamps() {
    find . -type f ! -name "*.gz" -printf "%i %s %T@\n" | sort
}
opened() {
    {
        find -L /proc/[0-9]*/fd -maxdepth 1 -type f -printf "%D %i\n" 2>/dev/null | sort -u
        find . -type f -printf "%D %i\n"
    } | sort | uniq -d
}
# killed after the rename: both are there, and the log is what the .gz holds
twin() {
    if [ ! -L "$1.gz" ] && gzip -q -d -c "$1.gz" 2>/dev/null | cmp -s - "$1"; then
        sync -f . && rm -f "$1" && say done 1 "0 0"
    else
        say left 1 "$(shown "$1"): another $(shown "${1#./}").gz is there; look at both"
    fi
}
exec 3<.
home=/proc/self/fd/3
odd=
for file; do
    [ ! -e "$file.gz" ] && [ ! -L "$file.gz" ] && [ "${#file}" -le 254 ] || odd=1
done
[ -z "$odd" ] || for file; do
    shift
    if [ -e "$file.gz" ] || [ -L "$file.gz" ]; then
        twin "$file"
    elif [ "${#file}" -gt 254 ]; then
        say left 1 "$(shown "$file"): the name leaves no room for .gz"
    else
        set -- "$@" "$file"
    fi
done
[ $# -gt 0 ] || exit 0
where=$(shown "$(pwd)")
rm -rf "./$STAGE"
mkdir "./$STAGE" && cd -P "./$STAGE" || fail $# "nothing can be written in $where"
exec 4<.
[ -O . ] && [ .. -ef $home ] && [ -z "$(find . -mindepth 1 -print -quit)" ] || fail $# "somebody meddles in $where"
(cd -P $home/. && ln -P -t /proc/self/fd/4/. -- "$@")
find . -mindepth 1 ! -type f -delete
before=$(stamps)
find . -type f ! -name "*.gz" -exec gzip -q -k -f {} +
find . -name "*.gz" -exec gzip -q -t {} + || find . -name "*.gz" ! -exec gzip -q -t {} \; -delete
sync -f .
[ "$before" = "$(stamps)" ] && [ -z "$(opened)" ] || {
    say left $# "changed or opened meanwhile in $where"
    cd .. && rm -rf "./$STAGE"
    exit 0
}
all=$# odd=
for file; do
    [ -f "$file.gz" ] && [ ! -e "$home/$file.gz" ] || odd=1
done
[ -z "$odd" ] || for file; do
    shift
    if [ -f "$file.gz" ] && [ ! -e "$home/$file.gz" ]; then set -- "$@" "$file"; else rm -f "$file" "$file.gz"; fi
done
[ $# -eq "$all" ] || say failed $((all - $#)) "not compressed in $where, the errors say why"
find . -type f \( -name "*.gz" -printf "- %s\n" -o -printf "+ %s\n" \) |
    awk "{ if (\$1 == \"+\") { n++; b += \$2 } else a += \$2 } END { printf \"done %d %.0f %.0f\n\", n, b, a }"
find . -name "*.gz" -exec mv -n -t $home/. -- {} +
sync $home/.
odd=
for file; do
    [ ! -e "$file.gz" ] && [ "$home/$file" -ef "$file" ] || odd=1
done
[ -z "$odd" ] || for file; do
    shift
    if [ ! -e "$file.gz" ] && [ "$home/$file" -ef "$file" ]; then set -- "$@" "$file"; fi
done
cd -P $home/. && rm -f -- "$@"
rm -rf "./$STAGE"
'

# Small files go many together: a process and a sync for each would take longer than its compression.
compress_due() {
    # shellcheck disable=SC2090
    export BATCH
    renice -n 10 -p $$ >/dev/null 2>&1 || true
    # by name: find would put a file's name for {} in the text itself
    # shellcheck disable=SC2016
    {
        due compress -size -257k -execdir sh -c 'printf "%s\0" "$@" | xargs -0 -n 2000 sh -c "eval \"\$BATCH\"" sh' sh {} + || echo "failed 0 find did not come to its end, the errors say why"
        due compress -size +256k -size -16385k -execdir sh -c 'printf "%s\0" "$@" | xargs -0 -n 20 sh -c "eval \"\$BATCH\"" sh' sh {} + || echo "failed 0 find did not come to its end, the errors say why"
        due compress -size +16384k -execdir sh -c 'eval "$BATCH"' sh {} \; || echo "failed 0 find did not come to its end, the errors say why"
    } | {
        n=0 before=0 after=0 bad=0 said=0
        # told at once, as it counts where this is cut off; a shell, as awk may wait for more lines before it reads one
        while read -r word count rest; do
            case $word in
                done)
                    n=$((n + count)) before=$((before + ${rest% *})) after=$((after + ${rest#* }))
                    echo "@@compressed $n $before $after"
                    continue
                    ;;
                failed) bad=1 ;;
            esac
            said=$((said + 1))
            [ "$said" -gt 20 ] || printf '@@left %s\n' "$rest"
        done
        printf '@@compressed %s %s %s\n@@end\n' "$n" "$before" "$after"
        exit "$bad"
    }
}

# What goes cannot come back: not too much of it at once, counted at the last moment, as a clock may have jumped since the look.
remove_due() {
    total=$(find . -xdev -type f -printf . | wc -c)
    going=$(($(due remove -printf . | wc -c) + $(due empty -printf . | wc -c)))
    if too_many "$going" "$total"; then
        echo "$going of $total files would be deleted at once; look at the host's clock and at the rules (upkeep.logs.most-removed)" >&2
        exit 1
    fi
    code=0
    delete remove removed || code=1
    delete empty emptied || code=1
    echo "@@end"
    return "$code"
}

# Says what is gone also where not all of it went, and while it goes, as it may be cut off: that cannot come back. More seldom the
# more there is: nine tenths of what is gone are told at any moment, of 100,000 files in some hundred lines.
delete() {
    command -v stdbuf >/dev/null 2>&1 && at_once='stdbuf -oL'
    { due "$1" -delete -printf '%s\n' || echo failed; } | {
        n=0 sum=0 bad=0 tell=1
        while read -r size; do
            if [ "$size" = failed ]; then
                bad=1
                continue
            fi
            n=$((n + 1)) sum=$((sum + size))
            if [ "$n" -ge "$tell" ]; then
                echo "@@$2 $n $sum"
                tell=$((n + n / 10 + 1))
            fi
        done
        echo "@@$2 $n $sum"
        exit "$bad"
    }
}

tidy() {
    find . -xdev -type d -name "$STAGE" -prune -exec rm -rf {} +
}

[ "$WORK" = look ] || tidy || exit 1
open=$(open_logs)
case $WORK in
    look) look ;;
    rotate) rotate ;;
    compress) compress_due ;;
    remove) remove_due ;;
    tidy) echo "nothing is half compressed" ;;
    *)
        echo "WORK '$WORK' is unknown; write look, rotate, compress, remove or tidy" >&2
        exit 1
        ;;
esac
