package io.upkeep.web;

/** A request holds a value that cannot be used; the message shows a correct one. */
final class BadValue extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadValue(String message) {
        super(message);
    }
}
