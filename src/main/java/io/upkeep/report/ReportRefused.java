package io.upkeep.report;

/** What was asked of reports or reviews cannot be done; the message says what to ask instead. */
public final class ReportRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean isMissing;

    ReportRefused(String message) {
        this(message, false);
    }

    private ReportRefused(String message, boolean isMissing) {
        super(message);
        this.isMissing = isMissing;
    }

    static ReportRefused missing(String message) {
        return new ReportRefused(message, true);
    }

    /** Whether what was named is not there. */
    public boolean isMissing() {
        return isMissing;
    }
}
