# Fetches the images that IMAGES names, joined by commas, and says which digest each has now, and which services of the compose
# project have an image of their own. Nothing that runs is changed.
set -eu
set -f
env="${ROOT:-}/app/compose/images.env"
IFS=,
for image in $IMAGES; do
    docker pull --quiet "$image" >/dev/null
    echo "@@image $image $(docker image inspect --format '{{index .RepoDigests 0}}' "$image")"
done
[ ! -f "$env" ] || sed -n 's/^\([A-Z0-9_]*\)_IMAGE=.*/\1/p' "$env" | tr 'A-Z_' 'a-z-' | sed 's/^/@@service /'
