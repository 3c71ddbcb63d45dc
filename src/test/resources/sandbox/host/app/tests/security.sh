# Whether staging runs images by digest, and the hosts' configuration opens nothing.
set -eu
image=$(kubectl --namespace staging get deployment virtual-queue-api -o yaml | awk '$1 == "image:" { print $2 }')
case $image in
    *@sha256:*) echo "pinned by digest" ;;
    *) echo "$image is not pinned by digest"; exit 1 ;;
esac
! find "$ROOT/app/config" -perm -0002 | grep .
