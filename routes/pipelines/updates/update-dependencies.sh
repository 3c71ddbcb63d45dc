# Updates the .NET and npm dependencies below /app within the ranges that their projects allow, audits and tests them, and
# restarts the API on them. Project and lock files are kept before, and after an error the host is put back by
# put-dependencies-back.sh. Running it again changes nothing more.
set -eu
# what these programs have against it they print where others print what is well
refused() {
    echo "$1" >&2
    exit 1
}
# lines "name version" of a lock file, where a package is an object with its version in field $2
versions() {
    [ ! -f "$1" ] || awk -v field="\"$2\":" '
        /^ *"[^"]*": *\{/ { split($0, part, "\""); name = part[2]; sub(/^.*node_modules\//, "", name) }
        $1 == field && name != "" { split($0, part, "\""); print name, part[4] }' "$1" | sort -u
}
# says which package had which version before, and has which now
changes() {
    { versions "$kept/$2" "$3" | sed 's/^/before /'; versions "$2" "$3" | sed 's/^/after /'; } | awk -v kind="$1" '
        { all[$2] = 1; has[$1, $2] = has[$1, $2] " " $3 }
        END {
            for (name in all)
                if (has["before", name] != has["after", name])
                    print "@@" kind, name ":" (has["before", name] ? has["before", name] : " none"), "->" (has["after", name] ? has["after", name] : " none")
        }' | sort | head -n 1000
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
    changes npm package-lock.json version
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
    changes dotnet packages.lock.json resolved
fi
sudo -n systemctl restart virtual-queue-api
