# Fetches the images that IMAGES names, joined by commas, and says which digest each has now.
set -eu
set -f
IFS=,
for image in $IMAGES; do
    docker pull --quiet "$image" >/dev/null
    echo "@@image $image $(docker image inspect --format '{{index .RepoDigests 0}}' "$image")"
done
