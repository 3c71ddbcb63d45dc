# How many files wait in the spool of the virtual queue; an example of a probe of one's own.
set -eu
spool="${ROOT:-}/var/spool/virtual-queue"
[ -d "$spool" ] || { echo 0; exit 0; }
find "$spool" -type f -exec printf . \; | wc -c | tr -d ' '
