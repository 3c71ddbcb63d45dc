# Fails unless DIRECTORY can be restored to: it is not there, in a directory that is, or it is an empty one. Changes nothing.
set -eu
place="${ROOT:-}$DIRECTORY"
if [ ! -d "${place%/*}" ]; then
    echo "${DIRECTORY%/*} is not there, and $DIRECTORY is to be in it; make it first, or name another directory" >&2
    exit 1
fi
if [ -L "$place" ] || { [ -e "$place" ] && [ ! -d "$place" ]; }; then
    echo "$DIRECTORY is there and is no directory; name another one" >&2
    exit 1
fi
if [ -d "$place" ] && [ -n "$(ls -A "$place")" ]; then
    echo "$DIRECTORY is not empty, and nothing is written over what is there; name a directory that is empty or not there" >&2
    exit 1
fi
