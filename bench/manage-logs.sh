#!/bin/sh
# Compresses FILES old logs (default 100,000 of 4 kB in directories of 1,000), deletes them as old .gz afterwards; beside it the
# handbook's commands on the same files, in turns. Prints BENCH lines. Usage: bench/manage-logs.sh [FILES] [DIRECTORY]
set -eu
files=${1:-100000}
script=$(cd "$(dirname "$0")/.." && pwd)/routes/pipelines/logs/manage-logs.sh
place=$(mktemp -d "${2:-${TMPDIR:-/tmp}}/manage-logs.XXXXXX")
trap 'rm -rf "$place"' EXIT
logs=$place/var/log/app

make() {
    rm -rf "$logs"
    mkdir -p "$logs"
    awk -v files="$files" -v logs="$logs" 'BEGIN {
        for (l = 0; l < 60; l++)
            text = text sprintf("2026-11-20T06:%02d:%02dZ INFO  request GET /queues/passports 200 %d ms\n", l, l, 3 + l % 17)
        for (n = 0; n < files; n++) {
            if (n % 1000 == 0) { d = logs "/" int(n / 1000); system("mkdir " d) }
            f = d "/app " n ".log"; printf "%s", text > f; close(f)
        }
    }'
    find "$logs" -type f -exec touch -d '10 days ago' {} +
    sync -f "$place"
}

# what it took: seconds of the wall clock, of processors
measure() {
    what=$1
    shift
    bash -c 'TIMEFORMAT="%R s, %U + %S s of processors"; time "$@" >/dev/null' bash "$@" 2>&1 | sed "s|^|BENCH $what of $files files: |"
}

age_archives() {
    find "$logs" -name '*.gz' -exec touch -d '40 days ago' {} +
}

RULES="directory=/var/log/app
configuration=
compress=10080
remove=43200
empty=1440
files=$files
percent=100
pattern=*.log
pattern=*.log.*"
export RULES ROOT="$place"
make
measure "manage-logs: look" env WORK=look sh "$script"
measure "manage-logs: compress" env WORK=compress sh "$script"
age_archives
measure "manage-logs: delete" env WORK=remove sh "$script"
[ -z "$(find "$logs" -type f -print -quit)" ]
make
# shellcheck disable=SC2016
measure "handbook: compress" find "$logs" -name '*.log' -mtime +7 -exec gzip {} \;
age_archives
measure "handbook: delete" find "$logs" -name '*.log.gz' -mtime +30 -delete
echo "BENCH load $(cut -d ' ' -f 1 /proc/loadavg)"
