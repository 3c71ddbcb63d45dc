# The API's own tests against staging: what is there is what was deployed, and its unit's tests pass.
set -eu
image=$(kubectl --namespace staging get deployment virtual-queue-api -o yaml | awk '$1 == "image:" { print $2 }')
echo "staging runs $image"
[ ! -e "$ROOT/run/sandbox/tests-fail" ] || { echo "FAIL tickets are called in order: expected A1001, got A1002"; exit 1; }
kubectl --namespace staging rollout status deployment/virtual-queue-api
echo "42 passed"
