package io.upkeep.web;

/** What a request names is not there; the message says what is. */
final class NotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotFound(String message) {
        super(message);
    }
}
