# Says which dependencies below /app have newer versions; changes nothing.
set -eu
cd "${ROOT:-}/app"
# exit code 1 says that there are some
[ ! -f package-lock.json ] || npm outdated || [ $? = 1 ]
[ ! -f packages.lock.json ] || dotnet list package --outdated
