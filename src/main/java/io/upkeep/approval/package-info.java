/**
 * Who must agree before a run starts, and what happens when there is no time for that.
 *
 * <p>The engine asks {@link io.upkeep.approval.Approvals#verdict} before a run starts and calls {@link
 * io.upkeep.approval.Approvals#use} in the transaction that starts it; it implements {@link
 * io.upkeep.approval.WaitingRuns}, so that a yes wakes the run. A request with an {@link io.upkeep.approval.RunOverride} is
 * recorded by {@link io.upkeep.approval.Overrides} in the transaction that accepts the run, and admission asks {@link
 * io.upkeep.approval.Overrides#of} what it covers.
 */
package io.upkeep.approval;
