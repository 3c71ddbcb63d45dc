package io.upkeep.web;

import io.upkeep.document.Document;
import io.upkeep.document.Document.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A document without its text.
 *
 * @param version null for a draft
 * @param sha256 what people sign
 * @param reason why it was rejected; null when it was not
 * @param nextReview null for records of the past
 * @param formats addresses of it, by what one gets
 * @param run the run that asks people for their yes to it; null when none does
 */
record DocumentView(
        UUID id,
        String type,
        String subject,
        String title,
        String state,
        String version,
        String sha256,
        String createdBy,
        Instant createdAt,
        String reason,
        Instant publishedAt,
        Instant nextReview,
        List<String> distribution,
        List<Signature> signatures,
        List<String> formats,
        UUID run) {

    static DocumentView of(Document document, UUID asking) {
        String address = "/api/documents/" + document.id();
        return new DocumentView(
                document.id(),
                document.type().word(),
                document.subject(),
                document.title(),
                document.state().name().toLowerCase(Locale.ROOT),
                document.version(),
                document.sha256(),
                document.createdBy(),
                document.createdAt(),
                document.reason(),
                document.publishedAt(),
                document.nextReview(),
                document.distribution(),
                document.signatures(),
                document.calendar() == null
                        ? List.of(address + ".html", address + ".md")
                        : List.of(address + ".html", address + ".md", address + ".ics"),
                asking);
    }
}
