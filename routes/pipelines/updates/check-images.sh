# Whether the compose project runs the images that IMAGES names (service=image@digest, joined by commas), all healthy.
set -eu
[ -n "$IMAGES" ] || exit 0
project="${ROOT:-}/app/compose"
running=$(docker compose --project-directory "$project" --env-file "$project/images.env" ps --format '{{.Service}} {{.Image}} {{.Health}}')
bad=
set -f
IFS=,
for pair in $IMAGES; do
    if ! printf '%s\n' "$running" | grep -qxF "${pair%%=*} ${pair#*=} healthy"; then
        echo "${pair%%=*} does not run ${pair#*=} in health" >&2
        bad=1
    fi
done
[ -z "$bad" ] || { printf '%s\n' "$running" >&2; exit 1; }
