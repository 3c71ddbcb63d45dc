package io.upkeep.notice;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The notices that are written down; a crash between sending and {@link #sent} sends one of them again. */
interface Notices {

    /** Adds notices of a run in the caller's transaction; a new EDIT takes the place of those that still wait. */
    void add(UUID run, List<Draft> drafts);

    /** Whether the conversation was opened, sent or not. */
    boolean isOpen(UUID run, Medium medium, String address);

    /**
     * The next notice to send, counted as tried and kept from others until {@code lease}. Within a conversation a notice
     * waits for the earlier ones to be tried, and for its parent to be sent.
     */
    Optional<Notice> claim(Medium medium, Instant now, Instant lease);

    /** It arrived; the receipt is the receiver's id for it. */
    void sent(long id, String receipt, Instant at);

    /** It is to be tried again. */
    void later(long id, Instant nextAttempt, String failure);

    /** It is given up. */
    void givenUp(long id, String failure);
}
