package io.upkeep.approval;

import io.upkeep.approval.RunOverride.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The books of overrides. Every method joins the caller's transaction. */
interface OverrideRecords {

    /** Adds one; false when this person overrode all of that for this run before. */
    boolean add(Recorded override);

    /** Those of one run, oldest first. */
    List<Recorded> of(UUID run);

    /** Writes the review of what others broke the glass for, once, the oldest first; empty when nothing is open. */
    List<Recorded> review(UUID run, String by, String note, Instant at);

    /** Break-glass starts: those still to be reviewed first, then the newest. */
    List<Recorded> breakGlass(int limit);
}
