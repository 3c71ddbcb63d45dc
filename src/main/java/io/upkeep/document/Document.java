package io.upkeep.document;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One version of a document, or the draft of the next.
 *
 * @param subject what it is about: a pipeline's name, a day, a period
 * @param version {@code 1.0}, {@code 1.1} …; null for a draft
 * @param content Markdown; what others wrote in it is escaped
 * @param calendar the same as iCalendar, where it is about times; null otherwise
 * @param sha256 of title, content and calendar: what people sign
 * @param run that created it
 * @param createdBy who asked for that: {@code person:ada}, {@code timer:…}
 * @param reason why it was rejected; null when it was not
 * @param nextReview when a person is to read it again; null for what is not reviewed again
 * @param distribution names of the stakeholders who are told
 */
public record Document(
        UUID id,
        DocumentType type,
        String subject,
        String title,
        State state,
        String version,
        String content,
        String calendar,
        String sha256,
        UUID run,
        String createdBy,
        Instant createdAt,
        String reason,
        Instant publishedAt,
        Instant nextReview,
        List<String> distribution,
        List<Signature> signatures) {

    /** Where it stands. */
    public enum State {
        /** Written, and looked at by nobody. */
        DRAFT,
        /** Passed the review; people are asked. */
        REVIEWED,
        /** Did not pass, or a person said no. */
        REJECTED,
        /** Agreed; never changes again. */
        PUBLISHED
    }

    /** A named person's yes to exactly this content. */
    public record Signature(String role, String person, Instant at) {}

    /** Copies the lists. */
    public Document {
        distribution = List.copyOf(distribution);
        signatures = List.copyOf(signatures);
    }

    /** Names what all versions of it have in common: {@code document:procedure:deploy-configuration}. */
    public String key() {
        return "document:%s:%s".formatted(type.word(), subject);
    }
}
