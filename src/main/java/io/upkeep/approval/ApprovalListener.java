package io.upkeep.approval;

import java.time.Instant;
import java.util.List;

/**
 * Told what happens to approvals, inside the transaction that records it: what a listener writes to the database is true
 * exactly when the news is. It must do nothing but write there, and quickly.
 */
public interface ApprovalListener {

    /** An approval was asked for, given, refused, voided or used. */
    default void approval(News news) {}

    /** Admission was overridden, or somebody wrote a review of that. */
    default void override(RunOverride.Recorded override) {}

    /** What happened. */
    enum What {
        REQUESTED,
        GIVEN,
        REJECTED,
        VOIDED,
        USED
    }

    /**
     * One thing that happened.
     *
     * @param request as it is after it
     * @param person who did it; null when nobody
     * @param reason theirs (hostile text), or why the answers are void; null when there is none
     * @param verdict where the approval stands now
     * @param approvers who may answer
     */
    record News(
            What what,
            ApprovalRequest request,
            String person,
            String reason,
            ApprovalVerdict verdict,
            List<Person> approvers,
            Instant at) {}
}
