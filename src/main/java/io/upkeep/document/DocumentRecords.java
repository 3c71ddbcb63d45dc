package io.upkeep.document;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where documents are kept. Every method joins the caller's transaction. */
interface DocumentRecords {

    /** Keeps others from creating or publishing the same document until the transaction ends. */
    void lock(DocumentType type, String subject);

    Optional<Document> find(UUID id);

    /** The draft of the next version, rejected or not. */
    Optional<Document> draft(DocumentType type, String subject);

    /** The newest published version. */
    Optional<Document> published(DocumentType type, String subject);

    /** Every version of one document, newest first. */
    List<Document> versions(DocumentType type, String subject);

    /** Newest first; type null means all. */
    List<Document> newest(DocumentType type, int limit);

    /** The newest published versions of all subjects of a type. */
    List<Document> current(DocumentType type);

    /** Adds a draft; one of the same type and subject must not be there. */
    void add(Document draft);

    /** Takes a draft away, with what was signed of it. */
    void remove(UUID draft);

    /** Moves a draft; the sequence of its events is returned. */
    long move(UUID draft, Document.State state, String reason);

    /** Notes the yes of people to a draft. */
    void sign(UUID draft, String sha256, List<Document.Signature> signatures);

    /** Publishes a draft as the next version; the sequence of its events is returned. */
    long publish(UUID draft, Instant now, Instant nextReview, List<String> distribution);

    /** A person has read it again. */
    void review(UUID document, String person, String note, Instant now, Instant nextReview);

    /** Whether the run is still on its way. */
    boolean isUnderway(UUID run);

    /** The run that asks people for their yes to this content. */
    Optional<UUID> askingRun(UUID document, String sha256);

    /** Whether there is such a run. */
    boolean isRun(UUID run);
}
