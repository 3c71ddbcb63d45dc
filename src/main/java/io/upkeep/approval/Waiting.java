package io.upkeep.approval;

import io.upkeep.run.Run;
import java.util.Set;

/** Whether a run has not started yet, so that approvals and overrides still mean something. */
final class Waiting {

    private static final Set<String> STATES = Set.of("REQUESTED", "WAITING");

    private Waiting() {}

    static boolean is(Run run) {
        return STATES.contains(run.state().name());
    }
}
