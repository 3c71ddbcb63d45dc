package io.upkeep.run;

import java.time.Instant;
import java.util.UUID;

/**
 * Lines of a run's log that came from one place together. Hostile text: escape it before it is shown.
 *
 * @param id rises within a run; 0 before it is written
 * @param at when the first of the lines came
 * @param step as hosts know it: path, iteration, and the attempt where it is tried again, such as {@code deploy/restart[0]~2}
 * @param host null for what no host printed
 * @param text lines without their last line break
 */
public record LogEntry(
        long id, UUID run, Instant at, Phase phase, String step, String host, Stream stream, String text) {

    /** The same place and time with other words. */
    public LogEntry saying(String words) {
        return new LogEntry(id, run, at, phase, step, host, stream, words);
    }

    /** Who says it. */
    public enum Stream {
        /** The step itself: what it left in the body, and what its route logs. */
        SAID,
        /** A script on a host, to its standard output. */
        OUT,
        /** A script on a host, to its standard error. */
        ERR
    }
}
