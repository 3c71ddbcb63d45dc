#!/bin/sh
# Frees a full disk without writing to it: rotated logs (compressed or numbered) that are older than a day and that nobody has
# open, and the package cache. Names with spaces and newlines are safe: find passes them as arguments.
set -eu
LC_ALL=C
PATH="${PATH:+$PATH:}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export LC_ALL PATH
logs="${ROOT:-}/var/log"
# a file is left alone when a process has it open
find "$logs" -xdev -type f \( -name '*.gz' -o -name '*.xz' -o -name '*.zst' -o -name '*.log.[0-9]*' \) -mtime +0 -exec sh -c '
    for file; do
        if ! find /proc/[0-9]*/fd -maxdepth 1 -lname "$file" 2>/dev/null | grep -q .; then
            rm -f -- "$file" && echo "removed a rotated log of $(dirname "$file")"
        fi
    done' sh {} +
apt-get clean >/dev/null 2>&1 || true
