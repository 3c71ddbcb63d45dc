package io.upkeep.document;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What happened in a stretch of time, as the journal and its neighbours have it. Text of hosts and people is as they wrote it. */
interface Activity {

    /** The runs that were asked for in it, oldest first. */
    List<Done> runs(Instant from, Instant until);

    /** What people said and decided of runs in it, oldest first. */
    List<Decision> decisions(Instant from, Instant until);

    /** The incidents that were opened or resolved in it, oldest first. */
    List<Trouble> incidents(Instant from, Instant until);

    /**
     * A run.
     *
     * @param steps the outermost ones; only of runs that are told in full
     */
    record Done(
            UUID id,
            String pipeline,
            String state,
            String requestedBy,
            Map<String, String> parameters,
            Instant requestedAt,
            Instant startedAt,
            Instant finishedAt,
            String failedStep,
            String failure,
            String reason,
            List<Step> steps) {

        boolean isGood() {
            return state.equals("SUCCEEDED");
        }

        boolean isFinal() {
            return finishedAt != null;
        }

        Duration lasted() {
            return startedAt == null || finishedAt == null ? null : Duration.between(startedAt, finishedAt);
        }
    }

    /** A step of a run. */
    record Step(String phase, String path, String state, Instant startedAt, Instant finishedAt, String failure) {}

    /**
     * What a person decided of a run.
     *
     * @param what {@code approved}, {@code rejected}, {@code overrode … by break-glass}
     */
    record Decision(UUID run, String person, String what, String words, Instant at) {}

    /** An incident. */
    record Trouble(
            String title,
            String kind,
            String state,
            Instant openedAt,
            Instant resolvedAt,
            String resolvedBy,
            String resolution) {}
}
