# Prints the cluster's objects as YAML documents. Where the archive is not sealed, secrets are left out when they arrive.
set -eu
kubectl get all --all-namespaces -o yaml
echo '---'
kubectl get configmaps,ingresses,persistentvolumeclaims,secrets,serviceaccounts --all-namespaces -o yaml
