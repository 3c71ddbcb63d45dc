package io.upkeep.run;

import java.util.Set;
import java.util.UUID;

/** Which runs changed lately, on whichever node. For one asker. */
public interface RecentChanges {

    /**
     * Runs that changed since this was asked the last time; none when it is asked for the first time. A run may come
     * again without a change, for what is committed late is not to be missed.
     */
    Set<UUID> sinceLastAsked();

    /** The next question is a first one again. */
    void forget();
}
