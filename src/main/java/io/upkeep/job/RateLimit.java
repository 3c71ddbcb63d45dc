package io.upkeep.job;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a server wants to be left alone: 429, 503 with Retry-After, and GitHub's 403 with its limit used up. */
final class RateLimit {

    private static final Duration UNSAID = Duration.ofSeconds(30);

    private RateLimit() {}

    /** Empty when the answer is no such wish. */
    static Optional<Duration> pause(Answer answer, Instant now) {
        boolean wish =
                switch (answer.status()) {
                    case 429 -> true;
                    case 403 ->
                        !answer.header("retry-after").isEmpty()
                                || answer.header("x-ratelimit-remaining").equals("0");
                    default -> false;
                };
        return wish ? Optional.of(said(answer, now)) : Optional.empty();
    }

    private static Duration said(Answer answer, Instant now) {
        String after = answer.header("retry-after").strip();
        String reset = answer.header("x-ratelimit-reset").strip();
        if (after.matches("\\d{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(after));
        }
        if (!after.isEmpty()) {
            return until(after, now);
        }
        return reset.matches("\\d{1,11}")
                ? atLeastNothing(Duration.between(now, Instant.ofEpochSecond(Long.parseLong(reset))))
                : UNSAID;
    }

    private static Duration until(String date, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return atLeastNothing(Duration.between(now, then));
        } catch (DateTimeException unreadable) {
            return UNSAID;
        }
    }

    private static Duration atLeastNothing(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
