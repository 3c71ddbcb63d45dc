package io.upkeep.document;

import java.util.List;

/** Writes documents of one type from what is in the system. The same state of things gives the same text. */
public interface DocumentSource {

    /** What it writes. */
    DocumentType type();

    /**
     * Writes one.
     *
     * @param subject a pipeline's name for a procedure; empty for the other types
     * @param date a day or a period; empty for the usual one
     * @throws DocumentRefused when it cannot be written, saying why
     */
    Draft write(String subject, String date);

    /**
     * What was written.
     *
     * @param subject as it is filed
     * @param markdown see {@link Markdown} for what others wrote
     * @param calendar iCalendar; null for none
     * @param gaps what is not known and belongs in it; empty when nothing is missing
     */
    record Draft(String subject, String title, String markdown, String calendar, List<String> gaps) {

        /** Copies the gaps. */
        public Draft {
            gaps = List.copyOf(gaps);
        }

        /** Without a calendar. */
        public Draft(String subject, String title, String markdown, List<String> gaps) {
            this(subject, title, markdown, null, gaps);
        }
    }
}
