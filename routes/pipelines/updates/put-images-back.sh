# Puts the images back that ran before the run touched them. A host that was not touched stays as it is.
set -eu
project="${ROOT:-}/app/compose"
file="$project/images.env"
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID/images"
if [ ! -f "$kept/images.env" ]; then
    echo "not touched"
    exit 0
fi
cmp -s "$kept/images.env" "$file" || cp -p "$kept/images.env" "$file"
docker compose --project-directory "$project" --env-file "$file" up --detach --wait --wait-timeout 120
echo "@@put-back images"
