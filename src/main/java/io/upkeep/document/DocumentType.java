package io.upkeep.document;

import java.util.Locale;

/** What a document is about. */
public enum DocumentType {
    /** How something is done: a pipeline in words. */
    PROCEDURE,
    /** What was done on a day. */
    LOG,
    /** How a period went. */
    REPORT,
    /** What is planned for a period. */
    SCHEDULE,
    /** The figures of a period. */
    METRICS;

    /** {@code procedure}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The type of this word.
     *
     * @throws DocumentRefused when it is none
     */
    static DocumentType of(String word) {
        for (DocumentType type : values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw new DocumentRefused(
                "'%s' is not a type of document; write procedure, log, report, schedule or metrics".formatted(word));
    }
}
