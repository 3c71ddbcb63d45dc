# Updates the .NET and npm dependencies below /app within the ranges that their projects allow, audits and tests them, and
# restarts the API on them. Project and lock files are kept before, and after an error the host is put back by
# put-dependencies-back.sh. Running it again changes nothing more.
set -eu
app="${ROOT:-}/app"
all="${ROOT:-}/var/lib/upkeep"
kept="$all/$RUN_ID/dependencies"
cd "$app"
if [ ! -d "$kept" ]; then
    rm -rf "$kept.new"
    mkdir -p "$kept.new"
    for file in package.json package-lock.json packages.lock.json *.csproj; do
        [ ! -f "$file" ] || cp -p "$file" "$kept.new/"
    done
    sync
    mv "$kept.new" "$kept"
fi
: >"$kept/.touched"
if [ -f package-lock.json ]; then
    npm update --no-fund --no-audit
    npm audit --audit-level=high
    npm test
    diff "$kept/package-lock.json" package-lock.json | sed -n 's/^[<>].*/@@npm &/p' | head -n 100
fi
if [ -f packages.lock.json ]; then
    dotnet restore --force-evaluate
    if dotnet list package --vulnerable | grep -E '^ +> ' >&2; then
        echo "these packages have known vulnerabilities after the update, too" >&2
        exit 1
    fi
    dotnet test --no-restore
    diff "$kept/packages.lock.json" packages.lock.json | sed -n 's/^[<>].*/@@dotnet &/p' | head -n 100
fi
sudo -n systemctl restart virtual-queue-api
