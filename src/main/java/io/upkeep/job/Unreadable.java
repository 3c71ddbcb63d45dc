package io.upkeep.job;

/** An answer that the vendor's API does not give, such as a proxy's page: the message goes on after "the answer". */
final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
        super(message);
    }
}
