package io.upkeep.fleet;

import java.util.List;
import java.util.Map;

/** What a failure of {@link FleetFailed} or {@link FleetStopped} tells programs: how every host ended. */
public interface HostOutcomes {

    /** How every host ended, the ones that succeeded too, in the order of their turns. */
    List<HostOutcome> outcomes();

    /** The hosts that failed; those that were not started, and those of which it is unknown, are none of them. */
    default List<HostOutcome.Failed> failed() {
        return of(HostOutcome.Failed.class);
    }

    /** The hosts that may still work, or may have ended in any way. */
    default List<HostOutcome.Unknown> unknown() {
        return of(HostOutcome.Unknown.class);
    }

    /** The hosts on which the work goes on without us. */
    default List<HostOutcome.Left> left() {
        return of(HostOutcome.Left.class);
    }

    /** The hosts on which the work was ended before it was done. */
    default List<HostOutcome.Stopped> stopped() {
        return of(HostOutcome.Stopped.class);
    }

    /** Whether every host had its turn and came to an end of its own: none was stopped, left, or may still work. */
    default boolean eachEnded() {
        return FailedHosts.RESULT.take(outcomes());
    }

    /** Whether hosts were left at their work, for the run's next owner to find again. */
    default boolean leavesWork() {
        return false;
    }

    /** All outcomes as JSON-able values: what the body would have been, with every host in it. */
    default Map<String, Object> result() {
        return FleetFailed.body(outcomes());
    }

    private <T extends HostOutcome> List<T> of(Class<T> type) {
        return outcomes().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
