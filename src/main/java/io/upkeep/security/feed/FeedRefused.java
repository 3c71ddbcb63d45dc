package io.upkeep.security.feed;

import java.io.Serial;

/** A feed that hosts do not get, with the reason and what to do; they keep the one they have. */
public class FeedRefused extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    FeedRefused(String message) {
        super(message);
    }

    FeedRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
