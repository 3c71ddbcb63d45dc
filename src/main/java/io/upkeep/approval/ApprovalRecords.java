package io.upkeep.approval;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The books of approvals. Every method joins the caller's transaction. */
interface ApprovalRecords {

    /** What is asked for this run. */
    Optional<ApprovalRequest> find(UUID run);

    /** The same, kept from others until the transaction ends. */
    Optional<ApprovalRequest> lock(UUID run);

    /** Asks; false when somebody else asked first. */
    boolean ask(ApprovalRequest request);

    /** Asks for another plan: every answer so far is void. */
    void askAnew(ApprovalRequest request, String voidReason);

    /** Notes an answer; an earlier one of the same person is void. */
    void answer(UUID run, Answer answer);

    /** Uses the approval up, once; false when it was used before. */
    boolean use(UUID run, String planHash, String usedBy, Instant now);

    /** The next number of this request's events, from 1. */
    long nextSequence(UUID run);

    /** Those of runs that have not started, oldest first. */
    List<ApprovalRequest> waiting();
}
