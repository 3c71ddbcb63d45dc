# Runs the playbook TOOL_PLAYBOOK in TOOL_DIRECTORY; TOOL_VARIABLES names the run's variables that it gets as extra variables.
# A playbook that matches no host has done nothing, so it has failed, although ansible-playbook says 0.
set -eu
cd "${ROOT:-}$TOOL_DIRECTORY" || {
    echo "ansible-playbook: there is no directory $TOOL_DIRECTORY on this host; name the one that has the playbook (directory)" >&2
    exit 1
}
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$TOOL_VARIABLES" >"$work/variables.json" <<'PYTHON'
import json, os, re, sys

def exported(name):
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).upper()

names = [name.strip() for name in sys.argv[1].split(",") if name.strip()]
print(json.dumps({name: os.environ[exported(name)] for name in names}))
PYTHON
set -- "--inventory=$TOOL_INVENTORY" "--extra-vars=@$work/variables.json"
if [ -n "$TOOL_LIMIT" ]; then set -- "$@" "--limit=$TOOL_LIMIT"; fi
if [ -n "$TOOL_TAGS" ]; then set -- "$@" "--tags=$TOOL_TAGS"; fi
if [ "$TOOL_CHECK" = true ]; then set -- "$@" --check --diff; fi
export ANSIBLE_NOCOLOR=1 ANSIBLE_RETRY_FILES_ENABLED=0
code=0
{ ansible-playbook "$@" -- "$TOOL_PLAYBOOK" || echo "$?" >"$work/code"; } | tee "$work/output"
if [ -s "$work/code" ]; then code=$(cat "$work/code"); fi
case $code in
    0) ;;
    2) echo "ansible-playbook: a task failed on at least one host; the recap above names it" >&2; exit 2 ;;
    4) echo "ansible-playbook: at least one host could not be reached; the recap above names it" >&2; exit 4 ;;
    *) echo "ansible-playbook: $TOOL_PLAYBOOK could not be run (exit code $code)" >&2; exit "$code" ;;
esac
if ! sed '1,/^PLAY RECAP/d' "$work/output" | grep -q ' ok='; then
    echo "ansible-playbook: no host of $TOOL_INVENTORY matched, so nothing was done; compare 'hosts:' and the limit with the inventory" >&2
    exit 3
fi
