package io.upkeep.security;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where baselines and the newest snapshots are kept. Writes join the caller's transaction. */
interface BaselineBook {

    /** What the newest look saw. */
    Optional<HostSnapshot> snapshot(String host);

    void keep(String host, HostSnapshot snapshot);

    /** What was reviewed last. */
    Optional<Reviewed> reviewed(String host);

    void accept(String host, HostSnapshot snapshot, String person, String reason, Instant at);

    /** What a person has accepted. */
    record Reviewed(
            Map<String, List<String>> content, String hash, String acceptedBy, String reason, Instant acceptedAt) {}
}
