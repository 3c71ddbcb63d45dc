package io.upkeep.report;

import io.upkeep.text.Shown;
import java.util.Arrays;
import java.util.Locale;

/** How long a time a report is about, and what its parts are. */
public enum PeriodType {
    WEEKLY("2026-W48", "day"),
    MONTHLY("2026-11", "day"),
    QUARTERLY("2026-Q4", "month"),
    ANNUAL("2026", "month");

    private final String example;
    private final String part;

    PeriodType(String example, String part) {
        this.example = example;
        this.part = part;
    }

    /** A period of this type as people write it. */
    public String example() {
        return example;
    }

    /** {@code day} or {@code month}: what its charts have a bar for. */
    public String part() {
        return part;
    }

    /** As people write it: {@code weekly}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The type of this word.
     *
     * @throws ReportRefused naming those there are
     */
    public static PeriodType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new ReportRefused("'%s' is not a type of report; write weekly, monthly, quarterly or annual"
                                .formatted(Shown.of(word))));
    }
}
