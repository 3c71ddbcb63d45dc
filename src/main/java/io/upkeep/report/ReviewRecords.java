package io.upkeep.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored reviews, and the windows that have none yet. */
interface ReviewRecords {

    /** Windows that were held, ended between these instants, and have no review. */
    List<PastWindow> unreviewed(Instant endedAfter, Instant endedBefore);

    /** How many messages for people were written in this time and are in this state. */
    int notices(Span span, String state);

    /** Adds a review unless its window has one. */
    boolean add(Review review);

    /** Writes it; empty when it was written already. */
    Optional<Review> complete(UUID id, String person, String findings, String actions, Instant now);

    Optional<Review> find(UUID id);

    /** Those that are open, the one that is due first before the others; then, if asked for, the newest of the rest. */
    List<Review> list(boolean completedToo, int limit);
}
