# Runs a script at most once per key on this host, whoever asks how often, and lets its controller go and come back.
# Sent whole with each command (io.upkeep.fleet.OnceCommand); nothing is installed. Plain sh, Linux.
#
#   start DIR RUN EPOCH PHASE KEY BOOT SECONDS BLOCKS INPUT SCRIPT    start it, or find it again; wait, print, exit as it did
#   stop DIR RUN EPOCH PHASE KEY                                      end it and everything it started
#
# Lines for the controller go to stderr and begin with @upkeep. Exit 75: busy, 76: an older owner, 77: unknown, 78: cannot.
# UPKEEP_AS names the user that the script becomes by sudo; ending it takes sudo too. All else is the login user's.
# What is known lies in file names below DIR/RUN, which can still be made when a disk is full:
#   epoch.N              owner N has been here; lower ones are refused
#   KEY/boot.ID          started, in this boot         KEY/owner.N.PHASE   who looks after it
#   KEY/pid.N            its session                   KEY/exit.N          ended
#   in.PID               input that is still read, locked meanwhile
#   KEY/lock             held by its supervisor as long as that lives; KEY/out, err, in: its streams
# shellcheck disable=SC2016,SC2086,SC2094
set -u

say() {
    printf '@upkeep %s\n' "$*" >&2
}

refuse() {
    code=$1
    shift
    say "$@"
    [ -z "${spool:-}" ] || rm -f "$spool"
    exit "$code"
}

# The part of a fact's name after the dot; empty without such a fact.
fact() {
    found=
    for name in "$1".*; do
        [ ! -e "$name" ] || found=${name#"$1".}
    done
}

note() {
    { true >"$1"; } 2>/dev/null || refuse 78 unwritable "$1"
}

place() {
    case $1 in
        /*) base=$1 ;;
        *) base=${HOME:?}/$1 ;;
    esac
    run=$base/$2 epoch=$3 phase=$4 work=$base/$2/$5
    boot=
    { read -r boot <"${ROOT:-}/proc/sys/kernel/random/boot_id"; } 2>/dev/null
    boot=${boot:-unknown}
    for tool in flock timeout setsid; do
        command -v "$tool" >/dev/null 2>&1 || refuse 78 missing "$tool"
    done
    [ -d "$base" ] || (umask 077 && mkdir -p "$base") 2>/dev/null || refuse 78 unwritable "$base"
    [ -O "$base" ] || refuse 78 foreign "$base"
    [ -d "$run" ] || mkdir -p "$run" 2>/dev/null || refuse 78 unwritable "$run"
    # what a start had read when it was killed, a whole tar maybe; one that still reads holds its lock
    for left in "$run"/in.*; do
        [ ! -e "$left" ] || (flock -n 4 && rm -f "$left") 2>/dev/null 4<"$left"
    done
}

# From here on nobody else decides anything for this run on this host, until descriptor 7 is closed.
decide() {
    note "$run/lock"
    exec 7>"$run/lock"
    flock -n 7 || timeout 5 flock 7 || refuse 75 busy "another start"
    for mark in "$run"/epoch.*; do
        seen=${mark##*/epoch.}
        [ "$seen" = '*' ] || [ "$seen" -le "$epoch" ] || refuse 76 stale "$seen"
    done
    note "$run/epoch.$epoch"
}

own() {
    note "$work/owner.$epoch.$phase"
    for mark in "$work"/owner.*; do
        [ "$mark" = "$work/owner.$epoch.$phase" ] || rm -f "$mark"
    done
}

# Work of this run that an earlier owner, or the other phase, left running must end first.
wait_for_others() {
    for other in "$run"/*/; do
        other=${other%/}
        fact "$other/boot"
        [ "$found" = "$boot" ] || continue
        fact "$other/exit"
        [ -z "$found" ] || continue
        [ ! -e "$other/owner.$epoch.$phase" ] || continue
        exec 6<"$other/lock"
        flock -n 6 || refuse 75 busy "${other##*/}"
        exec 6<&-
    done
}

take_input() {
    spool=
    [ "$1" != - ] || return 0
    spool=$run/in.$$
    until
        note "$spool"
        exec 4>>"$spool"
        flock 4
        [ -e "$spool" ]
    do :; done
    cat >&4 2>/dev/null || refuse 78 unwritable "$spool"
    [ "$1" = any ] || [ "$(wc -c <"$spool")" -eq "$1" ] || refuse 78 cut "$(($(wc -c <"$spool")))"
}

# Asked before anything is noted: a refusal leaves no trace.
become() {
    [ -n "${UPKEEP_AS:-}" ] || return 0
    command -v sudo >/dev/null 2>&1 || refuse 78 sudo "sudo: not found"
    why=$(LC_ALL=C sudo -n -H -u "$UPKEEP_AS" -- sh -c : 2>&1 </dev/null) ||
        refuse 78 sudo "$(printf %s "$why" | tr '\n' ' ')"
}

launch() {
    mkdir -p "$work" 2>/dev/null || refuse 78 unwritable "$work"
    note "$work/out"
    note "$work/err"
    exec 9>"$work/lock"
    flock -n 9 || refuse 75 busy "its own end"
    [ -z "$spool" ] || mv "$spool" "$work/in" || refuse 78 unwritable "$work"
    exec 4>&-
    own
    note "$work/boot.$boot"
    if { printf . >"$work/probe"; } 2>/dev/null; then
        (setsid sh -c 'eval "$0"' "$0" supervise "$work" "$base" "$@" 7>&- </dev/null >/dev/null 2>&1 &)
        exec 7>&- 9>&-
        say started "$boot"
    else
        # a full disk: it runs under the lock, but nothing of it can be kept or found again
        exec 7>&-
        say started "$boot"
        exec timeout -k 5 "$1" sh -c "$3"
    fi
}

# Prints what there is and what comes, until the supervisor lets go of its lock.
follow() {
    exec 5<"$work/out" 6<"$work/err" 8<"$work/lock"
    until timeout 1 flock -s 8; do
        cat <&5
        cat <&6 >&2
    done
    cat <&5
    cat <&6 >&2
    fact "$work/exit"
    [ -n "$found" ] || refuse 77 lost
    [ ! -e "$work/unkept" ] || refuse 77 unkept "$found"
    exit "$found"
}

start() {
    known=$6
    place "$@"
    fact "$work/boot"
    spool=
    [ -n "$found" ] || become
    [ -n "$found" ] || take_input "$9"
    decide
    fact "$work/boot"
    if [ -n "$found" ]; then
        own
        exec 7>&-
        [ -z "$spool" ] || rm -f "$spool"
        began=$found
        fact "$work/exit"
        [ "$began" = "$boot" ] || [ -n "$found" ] || refuse 77 rebooted
        say attached "$began"
    else
        [ "$known" = - ] || [ "$known" = "$boot" ] || refuse 77 rebooted
        [ "$known" = - ] || refuse 77 gone
        wait_for_others
        shift 6
        launch "$1" "$2" "$4"
    fi
    follow
}

# Signals every process of the session but its leader; $found says whether there was one. Zombies do not count. Looked for
# by grep first: a host may have thousands of processes, and a shell reads slowly.
signal() {
    found=
    denied=
    for stat in $(grep -ls -- " $2 " /proc/[0-9]*/stat); do
        { read -r line <"$stat"; } 2>/dev/null || continue
        set -- "$1" "$2" ${line##*) }
        if [ "${6:-}" = "$2" ] && [ "$3" != Z ] && [ "${line%% *}" != "$2" ]; then
            found=1
            kill -s "$1" "${line%% *}" 2>/dev/null || denied="$denied ${line%% *}"
        fi
    done
    [ -z "$denied" ] || [ -z "${UPKEEP_AS:-}" ] || [ "$1" = 0 ] ||
        sudo -n -H -u "$UPKEEP_AS" -- sh -c 'kill -s "$0" "$@"' "$1" $denied 2>/dev/null </dev/null
}

pause() {
    sleep 0.2 2>/dev/null || sleep 1
}

# Looks so many times, but no more after four seconds: on a host under load each look takes its time.
wait_for_end() {
    tries=$2
    until=$(($(date +%s) + 4))
    while [ -n "$found" ] && [ "$tries" -gt 0 ] && [ "$(date +%s)" -lt "$until" ]; do
        pause
        tries=$((tries - 1))
        signal 0 "$1"
    done
}

end_session() {
    signal TERM "$1"
    wait_for_end "$1" 15
    tries=10
    while [ -n "$found" ] && [ "$tries" -gt 0 ]; do
        signal KILL "$1"
        pause
        tries=$((tries - 1))
    done
}

stop() {
    place "$@"
    decide
    fact "$work/boot"
    if [ -z "$found" ]; then
        # a start that is still on its way finds it ended
        mkdir -p "$work" 2>/dev/null || refuse 78 unwritable "$work"
        note "$work/out"
        note "$work/err"
        note "$work/lock"
        note "$work/exit.143"
        note "$work/boot.$boot"
        refuse 0 stopped
    fi
    exec 7>&- 8<"$work/lock"
    fact "$work/pid"
    if flock -n -s 8 || { [ -z "$found" ] && timeout 1 flock -s 8; }; then
        fact "$work/exit"
        [ -z "$found" ] || refuse 0 ended "$found"
        refuse 77 lost
    fi
    fact "$work/pid"
    [ -n "$found" ] || refuse 77 lost
    session=$found
    end_session "$session"
    timeout 2 flock -s 8 || refuse 77 alive
    # looked for only now: until it let go its supervisor ended the same session, by children that came and went; after
    # that it is still there for a moment, tidying up
    signal 0 "$session"
    wait_for_end "$session" 5
    [ -z "$found" ] || refuse 77 alive
    say stopped
}

# The rest runs detached. Descriptor 9 is the lock: held here, and by nobody whom the script starts.
supervise() {
    note "$1/pid.$$"
    timeout -k 5 "$3" sh -c 'eval "$0"' "$0" work "$1" "$4" "$5" 9>&-
    code=$?
    fact "$1/code"
    if [ -z "$found" ]; then
        end_session $$
    else
        code=$found
    fi
    note "$1/exit.$code"
    rm -f "$1/in"
    exec 9>&-
    find "$2" -mindepth 1 -maxdepth 1 -type d -mtime +30 -exec rm -rf {} + 2>/dev/null
}

# Keeps a stream up to its limit; what comes after is dropped, so that the script does not fail on it.
keep() {
    (
        trap '' XFSZ
        ulimit -f "$2"
        cat >"$1"
    ) && return
    note "${1%/*}/unkept"
    exec cat >/dev/null
}

work() {
    in=/dev/null
    [ ! -e "$1/in" ] || in=$1/in
    {
        {
            sh -c "$3" <"$in" 2>&3 3>&-
            note "$1/code.$?"
        } | keep "$1/out" "$2"
    } 3>&1 | keep "$1/err" "$2"
}

mode=$1
shift
"$mode" "$@"
