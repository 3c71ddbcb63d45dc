package io.upkeep.run;

/** Which of its two routes a run is in. */
public enum Phase {
    /** The pipeline itself. */
    RUN,
    /** Its rollback route. */
    ROLLBACK
}
