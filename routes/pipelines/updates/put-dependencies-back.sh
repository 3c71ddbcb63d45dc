# Puts project and lock files back, installs exactly what they name, and restarts the API. A host that was not touched
# stays as it is.
set -eu
app="${ROOT:-}/app"
kept="${ROOT:-}/var/lib/upkeep/$RUN_ID/dependencies"
if [ ! -e "$kept/.touched" ]; then
    echo "not touched"
    exit 0
fi
cd "$app"
for file in "$kept"/*; do
    [ ! -f "$file" ] || cp -p "$file" .
done
[ ! -f package-lock.json ] || npm ci --no-fund --no-audit
[ ! -f packages.lock.json ] || dotnet restore --locked-mode
sudo -n systemctl restart virtual-queue-api
echo "@@put-back dependencies"
