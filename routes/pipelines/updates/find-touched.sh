# Says whether the run has begun to change packages on this host; changes nothing.
set -eu
if [ -e "${ROOT:-}/var/lib/upkeep/$RUN_ID/apt/upgrading" ]; then
    echo "touched"
else
    echo "not touched"
fi
