# Rolls the deployments that the run touched in NAMESPACE back to the revision they had, and waits. Touches no others.
set -eu
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID/rollouts-$NAMESPACE"
for revision in "$kept"/*; do
    case $revision in *.new | "$kept/*") continue ;; esac
    name=${revision##*/}
    now=$(kubectl --namespace "$NAMESPACE" get deployment "$name" \
        -o 'jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}')
    # undone once, the revision is there under another number
    if [ "$now" != "$(cat "$revision")" ] && kubectl --namespace "$NAMESPACE" rollout history "deployment/$name" \
        --revision="$(cat "$revision")" >/dev/null 2>&1; then
        kubectl --namespace "$NAMESPACE" rollout undo "deployment/$name" --to-revision="$(cat "$revision")"
    fi
    kubectl --namespace "$NAMESPACE" rollout status "deployment/$name" --timeout=5m
    echo "@@put-back $NAMESPACE/$name"
done
