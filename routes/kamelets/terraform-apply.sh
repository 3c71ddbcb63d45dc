# Applies the plan that terraform-plan.sh kept for this run, and nothing else: what the estate became meanwhile makes Terraform
# refuse it as stale.
set -eu
command -v terraform >/dev/null || {
    echo "terraform apply: there is no command terraform on this host, in $PATH; install it, or name the host that has it (host)" >&2
    exit 127
}
cd "${ROOT:-}$TOOL_DIRECTORY" || {
    echo "terraform apply: there is no directory $TOOL_DIRECTORY on this host; name the one that has the configuration (directory)" >&2
    exit 1
}
plan=.terraform/upkeep-$RUN_ID.tfplan
export TF_IN_AUTOMATION=1 TF_INPUT=0
if [ -n "$TOOL_WORKSPACE" ]; then export "TF_WORKSPACE=$TOOL_WORKSPACE"; fi
if [ ! -s "$plan" ]; then
    echo "terraform apply: this run has no plan in $TOOL_DIRECTORY; call the kamelet terraform-plan-action in a step before" >&2
    exit 1
fi
code=0
terraform apply -no-color -lock-timeout=2m "$plan" || code=$?
if [ "$code" != 0 ]; then
    echo "terraform apply: the plan of $TOOL_DIRECTORY was not applied, or only in part (exit code $code); the run's log says where" >&2
    exit "$code"
fi
rm -f "$plan"
