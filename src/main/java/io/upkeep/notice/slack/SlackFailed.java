package io.upkeep.notice.slack;

import java.time.Duration;
import java.util.Optional;

/** Slack did not take a message. */
public final class SlackFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean unreachable;
    private final transient Duration retryAfter;

    SlackFailed(String message, boolean unreachable, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.unreachable = unreachable;
        this.retryAfter = retryAfter;
    }

    /** Whether any message would have failed now: the network, Slack itself, its rate limit, our token. */
    public boolean isUnreachable() {
        return unreachable;
    }

    /** How long Slack asks us to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
