# Applies the plan that terraform-plan.sh kept for this run, and nothing else: what the estate became meanwhile makes Terraform
# refuse it as stale.
set -eu
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
terraform apply -no-color -lock-timeout=2m "$plan"
rm -f "$plan"
