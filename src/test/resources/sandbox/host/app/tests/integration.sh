# Whether what the API needs and what needs it work together.
set -eu
systemctl is-active virtual-queue-api
kubectl --namespace staging rollout status deployment/virtual-queue-api
