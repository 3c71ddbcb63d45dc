# Runs a test's COMMAND and tells how it ended. A test that fails is a result, not a failure of this script.
set -u
output=$(timeout -k 5 1500 sh -c "$COMMAND" 2>&1 </dev/null)
code=$?
printf '%s\n' "$output" | tail -c 20000
echo "@@exit $code"
