package io.upkeep.run;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** What a part of the product keeps about runs. Whoever stores a run's id beside a run's own rows implements this. */
public interface RunReferences {

    /** Those of the runs that must not be forgotten yet, because something that is not over refers to them. */
    Set<UUID> open(Collection<UUID> runs);

    /** Deletes what is of no use without the runs, in the caller's transaction, which deletes the runs. */
    default void forget(Collection<UUID> runs) {}
}
