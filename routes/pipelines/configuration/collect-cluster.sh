# Prints the cluster's resources as YAML documents. Secrets are not asked for: the archive is not encrypted.
set -eu
kubectl get all --all-namespaces -o yaml
echo '---'
kubectl get configmaps,ingresses,persistentvolumeclaims --all-namespaces -o yaml
