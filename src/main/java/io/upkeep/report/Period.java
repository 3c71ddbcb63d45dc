package io.upkeep.report;

import io.upkeep.text.Shown;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The week, month, quarter or year that a report is about, on the estate's calendar.
 *
 * @param label {@code 2026-W48}, {@code 2026-11}, {@code 2026-Q4} or {@code 2026}
 * @param first its first day
 * @param end the day after its last one
 */
public record Period(PeriodType type, String label, LocalDate first, LocalDate end, ZoneId zone) {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{4})(?:-(?:W(\\d{1,2})|Q([1-4])|(\\d{2})))?");

    /** A part of a period and how its bar in a chart is labelled. */
    public record Part(String label, Span span) {}

    /**
     * Reads what people write: {@code last} (the newest that is over; also {@code last week}), {@code current}, or a label.
     *
     * @throws ReportRefused when it is no period of this type, or has not begun
     */
    public static Period parse(PeriodType type, String text, Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        Period current = containing(type, today, zone);
        String written = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        if (written.isEmpty() || written.matches("last( (week|month|quarter|year))?")) {
            return current.previous();
        }
        Period asked = written.equals("current") ? current : labelled(type, text.strip(), zone);
        if (asked.first().isAfter(today)) {
            throw new ReportRefused("period '%s' has not begun; write one that has, such as %s, or last"
                    .formatted(asked.label(), current.label()));
        }
        return asked;
    }

    private static Period labelled(PeriodType type, String text, ZoneId zone) {
        Matcher written = WRITTEN.matcher(text);
        try {
            if (written.matches()) {
                Period read = containing(type, day(written), zone);
                if (read.label().equals(text)) {
                    return read;
                }
            }
        } catch (DateTimeException e) {
            // falls through to the message that shows a right one
        }
        throw new ReportRefused("period '%s' is not one of a %s report; write %s, last or current"
                .formatted(Shown.of(text), type.word(), type.example()));
    }

    private static LocalDate day(Matcher written) {
        int year = Integer.parseInt(written.group(1));
        LocalDate start = LocalDate.of(year, 1, 4);
        if (written.group(2) != null) {
            return start.with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Integer.parseInt(written.group(2)));
        }
        if (written.group(3) != null) {
            return start.withMonth(Integer.parseInt(written.group(3)) * 3);
        }
        return written.group(4) == null ? start : start.withMonth(Integer.parseInt(written.group(4)));
    }

    private static Period containing(PeriodType type, LocalDate day, ZoneId zone) {
        return switch (type) {
            case WEEKLY -> {
                LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                String label = "%d-W%02d"
                        .formatted(
                                monday.get(IsoFields.WEEK_BASED_YEAR), monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
                yield new Period(type, label, monday, monday.plusWeeks(1), zone);
            }
            case MONTHLY -> months(type, day.withDayOfMonth(1), 1, "%1$d-%2$02d", zone);
            case QUARTERLY ->
                months(type, day.with(day.getMonth().firstMonthOfQuarter()).withDayOfMonth(1), 3, "%1$d-Q%3$d", zone);
            case ANNUAL -> months(type, day.withDayOfYear(1), 12, "%1$d", zone);
        };
    }

    private static Period months(PeriodType type, LocalDate first, int months, String label, ZoneId zone) {
        int month = first.getMonthValue();
        return new Period(
                type, label.formatted(first.getYear(), month, month / 3 + 1), first, first.plusMonths(months), zone);
    }

    /** The one before it. */
    public Period previous() {
        return containing(type, first.minusDays(1), zone);
    }

    /** From its first midnight to its last; a day of a clock change is shorter or longer. */
    public Span span() {
        return new Span(midnight(first), midnight(end));
    }

    /** Whether it is over. */
    public boolean isOver(Instant now) {
        return !now.isBefore(span().until());
    }

    /** Its days or months, as far as they have begun. */
    public List<Part> parts(Instant now) {
        List<Part> parts = new ArrayList<>();
        boolean isByDay = type.part().equals("day");
        for (LocalDate day = first; day.isBefore(end); day = isByDay ? day.plusDays(1) : day.plusMonths(1)) {
            LocalDate next = isByDay ? day.plusDays(1) : day.plusMonths(1);
            if (midnight(day).isBefore(now)) {
                String label =
                        isByDay ? day.toString().substring(5) : day.toString().substring(0, 7);
                parts.add(new Part(label, new Span(midnight(day), midnight(next))));
            }
        }
        return parts;
    }

    private Instant midnight(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }
}
