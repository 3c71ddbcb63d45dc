package io.upkeep.notice;

import java.time.Duration;
import java.time.Instant;

/** Decides what becomes of a notice that did not arrive. */
sealed interface Retry {

    /** It is tried again at this time. */
    record At(Instant time) implements Retry {}

    /** It is given up for this reason. */
    record GivenUp(String reason) implements Retry {}

    /** A refused notice gets this many attempts. */
    int ATTEMPTS = 5;

    /** For an unreachable receiver notices are kept this long. */
    Duration KEPT = Duration.ofDays(2);

    /** The first delay; it doubles with every attempt up to {@link #LONGEST}. */
    Duration FIRST = Duration.ofSeconds(2);

    /** The longest delay between two attempts. */
    Duration LONGEST = Duration.ofMinutes(1);

    /** The decision about a notice after its n-th attempt. */
    static Retry after(SendFailure failure, Notice notice, Instant now) {
        if (failure instanceof SendFailure.Refused && notice.attempts() >= ATTEMPTS) {
            return new GivenUp("refused %d times: %s".formatted(notice.attempts(), failure.message()));
        }
        if (notice.createdAt().plus(KEPT).isBefore(now)) {
            return new GivenUp("not delivered within %d days: %s".formatted(KEPT.toDays(), failure.message()));
        }
        Duration asked = failure instanceof SendFailure.Unreachable unreachable ? unreachable.retryAfter() : null;
        return new At(now.plus(asked == null ? delay(notice.attempts()) : asked));
    }

    private static Duration delay(int attempts) {
        Duration grown = FIRST.multipliedBy(1L << Math.min(attempts - 1, 10));
        return grown.compareTo(LONGEST) > 0 ? LONGEST : grown;
    }
}
