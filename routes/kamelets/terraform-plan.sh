# Plans the configuration in TOOL_DIRECTORY and keeps the plan for this run, so that what was looked at is what is applied.
# The last line says whether anything would change. TOOL_VARIABLES names the run's variables that it gets.
set -eu
umask 077
command -v terraform >/dev/null || {
    echo "terraform plan: there is no command terraform on this host, in $PATH; install it, or name the host that has it (host)" >&2
    exit 127
}
cd "${ROOT:-}$TOOL_DIRECTORY" || {
    echo "terraform plan: there is no directory $TOOL_DIRECTORY on this host; name the one that has the configuration (directory)" >&2
    exit 1
}
plan=.terraform/upkeep-$RUN_ID.tfplan
export TF_IN_AUTOMATION=1 TF_INPUT=0
for name in $(echo "$TOOL_VARIABLES" | tr ',' ' '); do
    exported=$(echo "$name" | sed 's/\([a-z0-9]\)\([A-Z]\)/\1_\2/g' | tr '[:lower:]' '[:upper:]')
    export "TF_VAR_$name=$(printenv "$exported")"
done
if [ -n "$TOOL_WORKSPACE" ]; then export "TF_WORKSPACE=$TOOL_WORKSPACE"; fi
mkdir -p .terraform
# a plan holds secrets, and one that nobody applied is stale long before
find .terraform -maxdepth 1 -type f -name 'upkeep-*.tfplan' -mtime +30 -exec rm -f {} +
terraform init -no-color -lockfile=readonly >/dev/null || {
    echo "terraform plan: the configuration in $TOOL_DIRECTORY could not be initialised; the run's log says why" >&2
    exit 1
}
code=0
terraform plan -no-color -lock-timeout=2m -detailed-exitcode "-out=$plan" || code=$?
case $code in
    0) echo "plan: nothing would change" ;;
    2) echo "plan: something would change" ;;
    *) echo "terraform plan: the configuration in $TOOL_DIRECTORY could not be planned (exit code $code); the run's log says why" >&2; exit "$code" ;;
esac
