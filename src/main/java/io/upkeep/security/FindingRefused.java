package io.upkeep.security;

/** What cannot be done with a finding or a baseline: says why. */
public final class FindingRefused extends RuntimeException {

    /** The message is for people. */
    public FindingRefused(String message) {
        super(message);
    }
}
