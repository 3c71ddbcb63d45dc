package io.upkeep.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The agreed times for maintenance: those that application.yaml declares and those that people agreed on. */
public interface Windows {

    /**
     * May this work start now? Where several wanted windows are open, the one that closes last is answered.
     *
     * @param now the caller's instant: the decision asks no clock
     * @param needed how long the work takes, with the time kept for its rollback; {@link Duration#ZERO} when unknown
     */
    WindowDecision admit(WindowChoice wanted, Work work, Instant now, Duration needed);

    /**
     * When this occurrence closes, as extended by now; the instant it ended where it was completed or cancelled before.
     * Empty when there is no such occurrence.
     */
    Optional<Instant> closes(UUID occurrence);

    /** The names a pipeline may use. */
    Set<String> names();

    /**
     * Checks a pipeline's choice.
     *
     * @throws IllegalArgumentException naming the window that is not declared and those that are
     */
    default void requireDeclared(WindowChoice wanted) {
        wanted.requireAmong(names());
    }
}
