package io.upkeep.fleet;

import java.util.List;

/**
 * The waiting thread was interrupted. Thrown within ten seconds, or half a minute where a host answers slowly; by then the
 * work on every host was ended, or was left running for the run's next owner, as the reason says. The message says of each
 * host whether it is STOPPED, LEFT, UNKNOWN (the host did not confirm), or had ended.
 */
public final class FleetStopped extends InterruptedException implements HostOutcomes {

    private final StopReason reason;
    private final transient List<HostOutcome> outcomes;

    FleetStopped(String work, StopReason reason, List<HostOutcome> outcomes) {
        super(OutcomeWords.stopped(work, reason, outcomes));
        this.reason = reason;
        this.outcomes = List.copyOf(outcomes);
    }

    /** Why it was interrupted. */
    public StopReason reason() {
        return reason;
    }

    @Override
    public boolean leavesWork() {
        return reason.leavesWork();
    }

    @Override
    public List<HostOutcome> outcomes() {
        return outcomes;
    }
}
