package io.upkeep.window;

import io.upkeep.text.Shown;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.fortuna.ical4j.model.Recur;

/**
 * A recurrence rule of RFC 5545, evaluated on the wall clock without a zone, so that a clock change can neither drop nor
 * double a time.
 */
final class RuleRecurrence implements Recurrence {

    static final String EXAMPLE = "FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;BYMINUTE=0";

    /** A Monday that begins a year: rules that do not count from a first opening are the same from any start. */
    private static final LocalDateTime LONG_AGO = LocalDateTime.of(2024, 1, 1, 0, 0);

    private static final Set<String> FREQUENCIES = Set.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY");
    private static final Set<String> PARTS = Set.of(
            "FREQ",
            "INTERVAL",
            "COUNT",
            "UNTIL",
            "WKST",
            "BYDAY",
            "BYMONTH",
            "BYMONTHDAY",
            "BYYEARDAY",
            "BYWEEKNO",
            "BYSETPOS",
            "BYHOUR",
            "BYMINUTE",
            "BYSECOND");

    private final Recur<LocalDateTime> rule;
    private final LocalDateTime starts;

    private RuleRecurrence(Recur<LocalDateTime> rule, LocalDateTime starts) {
        this.rule = rule;
        this.starts = starts;
    }

    /**
     * Reads a rule.
     *
     * @param starts the first opening: what INTERVAL and COUNT count from, and the time of day where the rule has none;
     *     may be null
     * @throws IllegalArgumentException says what is wrong with the rule, without the rule itself
     */
    static RuleRecurrence parse(String text, LocalDateTime starts) {
        String upper = text.strip().toUpperCase(Locale.ROOT).replaceFirst("^RRULE:", "");
        for (String part : upper.split(";", -1)) {
            check(part, starts);
        }
        if (starts == null && !upper.contains("BYHOUR=")) {
            throw new IllegalArgumentException("says no time of day; add BYHOUR=2;BYMINUTE=0");
        }
        try {
            return new RuleRecurrence(new Recur<>(upper), starts == null ? LONG_AGO : starts);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IllegalArgumentException("is not a recurrence rule; write " + EXAMPLE, e);
        }
    }

    private static void check(String part, LocalDateTime starts) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        String value = equals < 0 ? "" : part.substring(equals + 1);
        if (!PARTS.contains(name) || value.isEmpty()) {
            throw new IllegalArgumentException(
                    "has '%s', which is no part of a rule; write %s".formatted(Shown.of(part), EXAMPLE));
        }
        if (name.equals("FREQ") && !FREQUENCIES.contains(value)) {
            throw new IllegalArgumentException(
                    "has FREQ=%s; write DAILY, WEEKLY, MONTHLY or YEARLY".formatted(Shown.of(value)));
        }
        if (name.equals("UNTIL") && value.endsWith("Z")) {
            throw new IllegalArgumentException(
                    "ends at an instant in UTC; write the wall clock's time, without Z: UNTIL=20271231T235959");
        }
        boolean counts = name.equals("COUNT") || (name.equals("INTERVAL") && !value.equals("1"));
        if (counts && (starts == null || !value.matches("[1-9]\\d{0,4}"))) {
            throw new IllegalArgumentException(
                    "has %s, which counts from a first opening; add starts: 2026-01-04T02:00".formatted(part));
        }
    }

    @Override
    public List<LocalDateTime> between(LocalDateTime start, LocalDateTime end) {
        return rule.getDates(starts, start, end).stream()
                .filter(time -> !time.isBefore(start) && time.isBefore(end))
                .sorted()
                .distinct()
                .toList();
    }
}
