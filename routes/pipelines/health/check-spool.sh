# How many files wait in the spool of the virtual queue; an example of a probe of one's own.
set -eu
spool="${ROOT:-}/var/spool/virtual-queue"
[ -d "$spool" ] || { echo 0; exit 0; }
# not in a pipe, which would say nothing of a find that fails
found=$(find "$spool" -type f -exec printf . \;)
echo ${#found}
