#!/bin/sh
# Prints how long Upkeep takes from the command until GET /api/pipelines answers 200, and its memory when idle:
# the sandbox (mvn spring-boot:test-run) and the bare jar with one pipeline, with an empty and with its own data directory.
#   bench/start-time.sh [rounds]     default 3; the figure is the median
#   PORT=18080 MVN="mvn -o" JAVA_OPTIONS="-Xmx256m" bench/start-time.sh
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/.."
rounds=${1:-3}
port=${PORT:-18080}
mvn=${MVN:-mvn -o}
work=$(mktemp -d)
group=

# Only what this script started: each start has a process group of its own, its number is the first process's.
end() {
    [ -n "$group" ] || return 0
    kill -s TERM -- "-$group" 2>/dev/null || true
    waited=0
    while kill -s 0 -- "-$group" 2>/dev/null && [ "$waited" -lt 600 ]; do
        sleep 0.1
        waited=$((waited + 1))
    done
    kill -s KILL -- "-$group" 2>/dev/null || true
    group=
}
trap 'end; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

answers() {
    [ "$(curl --silent --output /dev/null --max-time 2 --write-out '%{http_code}' "http://127.0.0.1:$port/api/pipelines")" = 200 ]
}

# ready FILE COMMAND…: starts the command, appends the milliseconds until it answers to FILE
ready() {
    file=$1
    shift
    if answers; then
        echo "port $port is taken; choose another: PORT=18081 $0" >&2
        exit 1
    fi
    began=$(date +%s%N)
    setsid "$@" >"$work/log" 2>&1 &
    group=$!
    until answers; do
        if ! kill -s 0 "$group" 2>/dev/null; then
            tail -n 40 "$work/log" >&2
            echo "ended before it answered: $*" >&2
            exit 1
        fi
        sleep 0.1
    done
    echo $((($(date +%s%N) - began) / 1000000)) >>"$work/$file"
}

# Seconds of processor time so far: tells more than the clock where others use the machine, too.
processor() {
    sed 's/.*) //' "/proc/$group/stat" | awk '{print ($12 + $13) / 100}' >>"$work/$1"
}

median() {
    sort -n "$work/$1" | sed -n "$(((rounds + 1) / 2))p"
}

bare() {
    file=$1
    # shellcheck disable=SC2086 # several options
    ready "$file" java ${JAVA_OPTIONS:-} -jar target/upkeep.jar \
        --spring.config.location=classpath:/application.yaml --server.port="$port" \
        --upkeep.routes.directory=src/test/resources/bench --upkeep.data-directory="$work/data"
}

$mvn -q -DskipTests package
round=0
while [ "$round" -lt "$rounds" ]; do
    rm -rf "$work/data"
    bare first
    end
    bare second
    processor cpu
    sleep 20
    sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$group/status" >>"$work/rss"
    end
    # shellcheck disable=SC2086 # a command with its options
    ready sandbox $mvn spring-boot:test-run -Dspring-boot.run.arguments=--server.port="$port"
    end
    round=$((round + 1))
done
printf 'BENCH start ms: sandbox=%s bare first=%s bare again=%s (processor s=%s); idle RSS MiB=%s;' \
    "$(median sandbox)" "$(median first)" "$(median second)" "$(median cpu)" "$(($(median rss) / 1024))"
uptime | sed 's/.*load average:/ load/'
