package io.upkeep.report;

import java.time.Instant;
import java.util.UUID;

/**
 * A run as reports see it.
 *
 * @param impact what users notice of its pipeline; null when that is not known any more
 * @param isChange whether its pipeline changes the system: has an impact and a way back; null when not known any more
 * @param startedAt null for one that never started
 * @param finishedAt null while it is not over
 * @param closesAt when the window it started in closes; null when it needed none
 * @param steps how many of its steps came to an end, the rollback's left out
 * @param done how many of them finished well
 * @param neededPerson whether a person had to help it on
 */
public record PastRun(
        UUID id,
        String pipeline,
        String impact,
        Boolean isChange,
        String state,
        String requestedBy,
        Instant startedAt,
        Instant finishedAt,
        String failedStep,
        String failure,
        Instant closesAt,
        int steps,
        int done,
        boolean neededPerson) {

    /** Whether it changed the system: one that was refused at its first step did not, and there was nothing to take back. */
    boolean changes() {
        boolean isRefused = done == 0 && state.equals("ROLLED_BACK");
        return Boolean.TRUE.equals(isChange) && !isRefused;
    }

    boolean isUndone() {
        return state.equals("ROLLED_BACK") || state.equals("ROLLBACK_FAILED");
    }

    boolean succeeded() {
        return state.equals("SUCCEEDED");
    }

    /** Whether it came to an end of its own: not by a person, nor before it began. */
    boolean isFinished() {
        return startedAt != null && finishedAt != null && (succeeded() || isUndone());
    }
}
