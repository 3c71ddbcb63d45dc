package io.upkeep.window;

import java.time.LocalDateTime;
import java.util.List;

/** Times on a wall clock that come again; which instants they are, {@link Schedule} says. */
interface Recurrence {

    /** The times of a stretch, ascending; the start belongs to it, the end does not. */
    List<LocalDateTime> between(LocalDateTime start, LocalDateTime end);
}
