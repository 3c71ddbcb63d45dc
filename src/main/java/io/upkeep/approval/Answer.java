package io.upkeep.approval;

import java.time.Instant;

/**
 * A person's yes or no to one plan.
 *
 * @param person their id
 * @param yes false is a no
 * @param reason what they said with it, hostile text; null when nothing
 * @param validUntil a yes does not count from then on
 * @param voidReason why it does not count any more; null while it does
 */
public record Answer(
        String person, boolean yes, String planHash, String reason, Instant at, Instant validUntil, String voidReason) {

    /** A yes or no as it is said, valid until then. */
    static Answer of(String person, boolean yes, String planHash, String reason, Instant at, Instant validUntil) {
        return new Answer(person, yes, planHash, reason, at, validUntil, null);
    }

    boolean isVoid() {
        return voidReason != null;
    }
}
