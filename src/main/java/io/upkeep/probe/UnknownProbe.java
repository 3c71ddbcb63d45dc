package io.upkeep.probe;

/** There is no such probe; the message is for people. */
public final class UnknownProbe extends RuntimeException {

    UnknownProbe(String message) {
        super(message);
    }
}
