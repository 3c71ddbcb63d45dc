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

    /** Runs of troubleshooting that are not over. */
    List<Look> underWay();

    /** Proposals that wait for a yes while their incident is over. */
    List<Proposal> outdated();

    /** Open incidents about a run that was undone, or ended by a person, whose pipeline succeeded with the same parameters since. */
    List<Overtaken> overtaken();

    /**
     * A run of troubleshooting.
     *
     * @param incident its id; empty where the run opens one
     * @param target empty for the whole estate
     */
    record Look(UUID run, String state, String incident, String target) {}

    /** A run that waits for a yes. */
    record Proposal(UUID run, UUID incident) {}

    /** An incident about a run, and the later run that succeeded. */
    record Overtaken(UUID incident, String pipeline, UUID later) {}

    /**
     * An incident or a run.
     *
     * @param incident null when it is a run without one
     * @param key of the incident; empty without one
     * @param run the run that it is about; null when it is about none
     * @param runState empty without a run
     */
    record Candidate(UUID incident, String key, String title, UUID run, String pipeline, String runState) {

        /** As what it was looked into before, where troubleshooting itself opened the incident: {@code troubleshooting:<type>:…}. */
        Optional<String> looked() {
            return key.startsWith("troubleshooting:") ? Optional.of(key.split(":", -1)[1]) : Optional.empty();
        }

        /** {@code incident:<id>} or {@code run:<id>}. */
        String asker() {
            return incident == null ? "run:" + run : "incident:" + incident;
        }
    }
}
