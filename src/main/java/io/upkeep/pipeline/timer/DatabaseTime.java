package io.upkeep.pipeline.timer;

import java.time.Instant;

/** The one clock that all nodes share: a node's own may be off. */
interface DatabaseTime {

    /** Now, by the clock of the database. */
    Instant now();
}
