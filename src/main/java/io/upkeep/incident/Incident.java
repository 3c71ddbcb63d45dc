package io.upkeep.incident;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that needs a person.
 *
 * @param key what it is about; there is one unresolved incident per key, and a repeat is counted in it
 * @param kind such as {@code run}, {@code timer}, {@code backup}, {@code troubleshooting}
 * @param title one line for people; may be hostile text
 * @param run the run it is about; null for none
 * @param occurrences how often it was reported
 * @param lastAt when it was reported last
 * @param answeredBy who has acknowledged it; null while nobody has
 * @param resolution what ended it; null while it lasts
 * @param level how far it has climbed while nobody took it up; 0 when nobody was told
 */
public record Incident(
        UUID id,
        String key,
        String kind,
        String title,
        State state,
        UUID run,
        Instant openedAt,
        int occurrences,
        Instant lastAt,
        Instant acknowledgedAt,
        String answeredBy,
        Instant resolvedAt,
        String resolvedBy,
        String resolution,
        int level) {

    /** Where it stands. */
    public enum State {
        /** Nobody has taken it up. */
        OPEN,
        /** A person has taken it up. */
        ACKNOWLEDGED,
        /** It is over. */
        RESOLVED
    }

    /**
     * One line of an incident's timeline.
     *
     * @param by who or what: {@code person:ada}, {@code run:…}
     * @param what such as {@code opened}, {@code again}, {@code evidence}, {@code cause}, {@code done}, {@code proposed}
     * @param text may be hostile text
     */
    public record Entry(int number, Instant at, String by, String what, String text) {}
}
