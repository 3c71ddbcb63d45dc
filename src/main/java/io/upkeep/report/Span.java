package io.upkeep.report;

import java.time.Duration;
import java.time.Instant;

/** A time from an instant until just before another; never empty. */
public record Span(Instant from, Instant until) {

    /** Refuses what is empty or runs backwards. */
    public Span {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a time from %s until %s is empty".formatted(from, until));
        }
    }

    /** How long it is. */
    public Duration length() {
        return Duration.between(from, until);
    }

    /** Whether the instant lies in it. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }
}
