# Gives services of the compose project other images (IMAGES: service=image@digest, joined by commas) and waits until they
# are healthy. The file that names the images is kept before; running it again changes nothing.
set -eu
project="${ROOT:-}/app/compose"
file="$project/images.env"
all="${ROOT:-}/var/lib/upkeep"
kept="$all/$RUN_ID/images"
[ -n "$IMAGES" ] || { echo "no images in this release"; exit 0; }
compose() {
    docker compose --project-directory "$project" --env-file "$file" "$@"
}
umask 077
[ -d "$all" ] || { mkdir -p "$all" && chmod 755 "$all" && chown "${SUDO_UID:-$(id -u)}" "$all"; }
mkdir -p "$kept"
if [ ! -f "$kept/images.env" ]; then
    cp -p "$file" "$kept/images.env.new"
    sync
    mv "$kept/images.env.new" "$kept/images.env"
fi
cp -p "$kept/images.env" "$kept/next"
set -f
IFS=,
for pair in $IMAGES; do
    key=$(printf '%s' "${pair%%=*}" | tr 'a-z-' 'A-Z_')_IMAGE
    docker pull --quiet "${pair#*=}" >/dev/null
    { grep -v "^$key=" "$kept/next" || true; } >"$kept/more"
    echo "$key=${pair#*=}" >>"$kept/more"
    cat "$kept/more" >"$kept/next"
done
unset IFS
# written in place, so that mode and owner stay
cat "$kept/next" >"$file"
compose up --detach --wait --wait-timeout 120
# what is another one than before, with that
awk -F= '
    NR == FNR { before[$1] = $2; next }
    /_IMAGE=/ && before[$1] != $2 { print "@@running " $0 (before[$1] == "" ? "" : ", before it " before[$1]) }
' "$kept/images.env" "$file"
