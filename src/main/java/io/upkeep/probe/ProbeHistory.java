package io.upkeep.probe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What is remembered of probes. Writes join the caller's transaction. */
interface ProbeHistory {

    /** Lets no other transaction record results until the caller's has ended. */
    void lock();

    /** Whether this run's results are recorded. */
    boolean has(UUID run);

    /** What is remembered of a target: sample, states, and from results since {@code trendFrom} the oldest values. */
    Past past(String target, Instant trendFrom);

    /** The newest state of all probes, by target and name. */
    List<Current> current();

    /** The newest state of one probe. */
    Optional<Current> current(String target, String probe);

    /** Adds a result to the history. */
    void add(UUID run, String target, ProbeResult result, Instant at);

    /** Makes this the newest state. */
    void replace(Current current);

    /** Forgets the newest states of an origin but these probes. */
    void forget(String target, String origin, List<String> but);

    /** Keeps a host's counters for the next round. */
    void keep(String target, Map<String, Object> sample, Instant at);

    /** Deletes results older than this. */
    void expire(Instant horizon);

    /**
     * A probe's newest result.
     *
     * @param origin the check it comes from
     * @param at when it was looked at
     * @param since when it took its state
     * @param changes how often its state changed
     */
    record Current(String target, String origin, ProbeResult result, Instant at, Instant since, long changes) {

        ProbeState state() {
            return result.verdict().state();
        }
    }
}
