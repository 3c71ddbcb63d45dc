# Gives deployments of the cluster other images (ROLLOUTS: deployment/container=image@digest, joined by commas; in NAMESPACE)
# and waits for each rollout. The revision of each is kept before; running it again changes nothing.
set -eu
all="${ROOT:-}/var/lib/upkeep"
kept="$all/$RUN_ID/rollouts-$NAMESPACE"
revision() {
    kubectl --namespace "$NAMESPACE" get deployment "$1" \
        -o 'jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}'
}
[ -n "$ROLLOUTS" ] || { echo "no rollouts in this release"; exit 0; }
mkdir -p "$kept"
set -f
IFS=,
for rollout in $ROLLOUTS; do
    name=${rollout%%/*}
    pair=${rollout#*/}
    if [ ! -f "$kept/$name" ]; then
        revision "$name" >"$kept/$name.new"
        [ -s "$kept/$name.new" ]
        mv "$kept/$name.new" "$kept/$name"
    fi
    kubectl --namespace "$NAMESPACE" set image "deployment/$name" "$pair" >/dev/null
    kubectl --namespace "$NAMESPACE" rollout status "deployment/$name" --timeout=5m
    now=$(revision "$name")
    before=$(cat "$kept/$name")
    [ "$now" = "$before" ] || echo "@@rolled out $NAMESPACE/$name $pair (revision $now, before it $before)"
done
