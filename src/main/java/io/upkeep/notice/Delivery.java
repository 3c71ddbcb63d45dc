package io.upkeep.notice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the notices of one medium out, one after the other, and records what became of them. */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** Longer than any single send may take; a notice whose sender died is tried again after it. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** How long the medium rests when its receiver cannot be reached. */
    private static final Duration REST = Duration.ofSeconds(2);

    private final Medium medium;
    private final Notices notices;
    private final Clock clock;
    private volatile Instant restsUntil = Instant.MIN;

    Delivery(Medium medium, Notices notices, Clock clock) {
        this.medium = medium;
        this.notices = notices;
        this.clock = clock;
    }

    /** The next notice; empty when none is due or the receiver needs a rest. */
    Optional<Notice> next() {
        Instant now = clock.instant();
        return now.isBefore(restsUntil) ? Optional.empty() : notices.claim(medium, now, now.plus(LEASE));
    }

    void sent(Notice notice, String receipt) {
        notices.sent(notice.id(), receipt, clock.instant());
    }

    void failed(Notice notice, SendFailure failure) {
        Instant now = clock.instant();
        if (failure instanceof SendFailure.Unreachable unreachable) {
            restsUntil = now.plus(unreachable.retryAfter() == null ? REST : unreachable.retryAfter());
        }
        Retry retry = Retry.after(failure, notice, now);
        if (retry instanceof Retry.At at) {
            LOG.warn(
                    "{} notice {} of run {} did not arrive at attempt {}: {}; tried again at {}",
                    medium,
                    notice.id(),
                    notice.run(),
                    notice.attempts(),
                    failure.message(),
                    at.time());
            notices.later(notice.id(), at.time(), failure.message());
        } else if (retry instanceof Retry.GivenUp givenUp) {
            LOG.error(
                    "{} notice {} of run {} to {} is given up: {}",
                    medium,
                    notice.id(),
                    notice.run(),
                    notice.draft().address(),
                    givenUp.reason());
            notices.givenUp(notice.id(), givenUp.reason());
        }
    }
}
