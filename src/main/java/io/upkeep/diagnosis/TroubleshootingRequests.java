package io.upkeep.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What might be looked into. */
interface TroubleshootingRequests {

    /** Open incidents and undone runs since then that nobody has asked to look into; never those of troubleshooting itself. */
    List<Candidate> news(Instant since);

    Optional<Candidate> incident(UUID id);

    /**
     * An incident or a run.
     *
     * @param incident null when it is a run without one
     * @param run null when it is an incident without one
     * @param runState empty without a run
     */
    record Candidate(UUID incident, String key, String title, UUID run, String pipeline, String runState) {

        /** {@code incident:<id>} or {@code run:<id>}. */
        String asker() {
            return incident == null ? "run:" + run : "incident:" + incident;
        }
    }
}
