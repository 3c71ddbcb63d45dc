package io.upkeep.security;

import java.time.Instant;

/**
 * What one line of a login log says.
 *
 * @param process program and number, such as {@code sshd[811]}: lines of one connection belong together
 * @param user as the other side gave it: hostile
 * @param address empty on the host itself
 * @param times how often it is said
 */
record LoginLine(Kind kind, Instant at, String process, String user, String address, int times) {

    enum Kind {
        /** A login, or a command as another user. */
        ACCEPTED,
        /** An attempt that failed. */
        FAILED,
        /** A connection that ended without a login; an attempt if its process tells of no other. */
        LEFT
    }
}
