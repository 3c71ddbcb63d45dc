package io.upkeep.security;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Something wrong with a host. There is one per host, check and subject: what comes back opens the same again.
 *
 * @param id follows from host, check and subject
 * @param text may hold what the host said; whoever shows it escapes it
 * @param firstSeen when it was opened the last time
 * @param acceptedUntil from then on it is open again
 * @param changes how often it was opened, accepted or closed
 */
public record Finding(
        UUID id,
        String host,
        String check,
        String subject,
        Severity severity,
        String text,
        State state,
        Instant firstSeen,
        Instant lastSeen,
        Instant closedAt,
        String acceptedBy,
        String acceptedReason,
        Instant acceptedUntil,
        long changes) {

    /** Where it stands. */
    public enum State {
        /** It is there, and nobody has agreed to that. */
        OPEN,
        /** It is there, and a named person answers for that until a day. */
        ACCEPTED,
        /** A look that could see it did not. */
        CLOSED
    }

    static Finding opened(Look look, Sighting seen, long changes) {
        String key = look.host() + '\0' + look.check() + '\0' + seen.subject();
        return new Finding(
                UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)),
                look.host(),
                look.check(),
                seen.subject(),
                seen.severity(),
                seen.text(),
                State.OPEN,
                look.at(),
                look.at(),
                null,
                null,
                null,
                null,
                changes);
    }

    Finding seenAgain(Look look, Sighting seen) {
        return new Finding(
                id,
                host,
                check,
                subject,
                seen.severity(),
                seen.text(),
                state,
                firstSeen,
                look.at(),
                null,
                acceptedBy,
                acceptedReason,
                acceptedUntil,
                changes);
    }

    Finding accepted(String by, String reason, Instant until) {
        return new Finding(
                id,
                host,
                check,
                subject,
                severity,
                text,
                State.ACCEPTED,
                firstSeen,
                lastSeen,
                null,
                by,
                reason,
                until,
                changes + 1);
    }

    Finding closed(Instant at) {
        return new Finding(
                id,
                host,
                check,
                subject,
                severity,
                text,
                State.CLOSED,
                firstSeen,
                lastSeen,
                at,
                acceptedBy,
                acceptedReason,
                acceptedUntil,
                changes + 1);
    }
}
