package io.upkeep.report;

/** What was asked of reports or reviews cannot be done; the message says what to ask instead. */
public final class ReportRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 60;

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

    static String shown(String hostile) {
        String line = hostile == null ? "" : hostile.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
