package io.upkeep.document;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What stands above every document: which version it is, who signed it, when it is read again, who has it. */
public final class DocumentControl {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private DocumentControl() {}

    /** The document in Markdown, with its title and its control block. */
    public static String whole(Document document) {
        return "# %s\n\n%s\n%s".formatted(Markdown.text(document.title()), block(document), document.content());
    }

    private static String block(Document document) {
        boolean isPublished = document.state() == Document.State.PUBLISHED;
        String state = isPublished ? document.version() : "none: " + draft(document);
        return """
                | Document control | |
                |---|---|
                | Version | %s |
                | Last updated | %s |
                | Next review | %s |
                | Distribution | %s |
                | Signed by | %s |
                | Content | SHA-256 %s |
                """.formatted(
                        state,
                        DAY.format(isPublished ? document.publishedAt() : document.createdAt()),
                        isPublished ? day(document.nextReview()) : "none: it is not published",
                        list(document.distribution()),
                        document.signatures().isEmpty()
                                ? "nobody yet"
                                : document.signatures().stream()
                                        .map(by -> "%s: %s, %s"
                                                .formatted(by.role(), Markdown.text(by.person()), DAY.format(by.at())))
                                        .collect(Collectors.joining("; ")),
                        Markdown.code(document.sha256()));
    }

    private static String draft(Document document) {
        return switch (document.state()) {
            case REJECTED -> "a draft that was rejected: " + Markdown.text(document.reason());
            case REVIEWED -> "a draft that waits for its approval";
            default -> "a draft";
        };
    }

    private static String day(Instant instant) {
        return instant == null ? "none: a record of the past" : DAY.format(instant);
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "nobody" : names.stream().map(Markdown::text).collect(Collectors.joining(", "));
    }
}
