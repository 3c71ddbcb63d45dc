# Updates the .NET and npm dependencies below /app within the ranges that their projects allow, audits and tests them, and
# restarts the API on them. Project and lock files are kept before, and after an error the host is put back by
# put-dependencies-back.sh. Running it again changes nothing more.
set -eu
# what these programs have against it they print where others print what is well
refused() {
    echo "$1" >&2
    exit 1
}
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
    npm audit --audit-level=high >&2 || refused "npm's audit finds known vulnerabilities after the update, too (npm audit)"
    npm test || refused "the tests of the npm project fail with the new versions (npm test)"
    diff "$kept/package-lock.json" package-lock.json | sed -n 's/^[<>].*/@@npm &/p' | head -n 100
fi
if [ -f packages.lock.json ]; then
    dotnet restore --force-evaluate
    # not in a pipe: a list that fails would count as one without vulnerable packages
    listed=$(dotnet list package --vulnerable --include-transitive) || {
        printf '%s\n' "$listed" >&2
        refused "dotnet list package cannot say which packages are vulnerable; see that it reaches its sources"
    }
    if printf '%s\n' "$listed" | grep -E '^ +> ' >&2; then
        refused "these packages have known vulnerabilities after the update, too"
    fi
    dotnet test --no-restore || refused "the tests of the .NET project fail with the new versions (dotnet test)"
    diff "$kept/packages.lock.json" packages.lock.json | sed -n 's/^[<>].*/@@dotnet &/p' | head -n 100
fi
sudo -n systemctl restart virtual-queue-api
