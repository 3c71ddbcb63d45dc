# Whether the API of this host runs after its dependencies were updated.
set -eu
state=$(systemctl is-active virtual-queue-api || true)
if [ "$state" != active ]; then
    echo "virtual-queue-api is $state; see journalctl -u virtual-queue-api" >&2
    exit 1
fi
echo "virtual-queue-api is active"
