package io.upkeep.document;

import io.upkeep.text.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of whole days.
 *
 * @param name as people write it: {@code 2026-11-28}, {@code 2026-W48}, {@code 2026-11}, {@code 2026-Q4}, {@code 2026}
 * @param first its first day
 * @param after the first day that is not in it
 */
public record Period(String name, LocalDate first, LocalDate after) {

    private static final Pattern FORM =
            Pattern.compile("(\\d{4})(?:-(?:W(\\d{2})|Q([1-4])|(\\d{2})(?:-(\\d{2}))?))?", Pattern.CASE_INSENSITIVE);

    /**
     * Reads one.
     *
     * @throws DocumentRefused when it is none
     */
    public static Period of(String text) {
        Matcher parts = FORM.matcher(text);
        try {
            // a week 53 of a year that has none would be the first of the next
            if (parts.matches() && read(parts).name().equalsIgnoreCase(text)) {
                return read(parts);
            }
        } catch (DateTimeException notInTheCalendar) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static Period read(Matcher parts) {
        int year = Integer.parseInt(parts.group(1));
        if (parts.group(2) != null) {
            return week(LocalDate.of(year, 1, 4)
                    .with(WeekFields.ISO.weekOfWeekBasedYear(), Integer.parseInt(parts.group(2)))
                    .with(WeekFields.ISO.dayOfWeek(), 1));
        }
        if (parts.group(3) != null) {
            LocalDate first = LocalDate.of(year, 3 * Integer.parseInt(parts.group(3)) - 2, 1);
            return new Period(year + "-Q" + parts.group(3), first, first.plusMonths(3));
        }
        if (parts.group(4) == null) {
            return new Period(
                    String.valueOf(year),
                    Year.of(year).atDay(1),
                    Year.of(year + 1).atDay(1));
        }
        int month = Integer.parseInt(parts.group(4));
        return parts.group(5) == null
                ? month(YearMonth.of(year, month))
                : day(LocalDate.of(year, month, Integer.parseInt(parts.group(5))));
    }

    /** One day. */
    public static Period day(LocalDate day) {
        return new Period(day.toString(), day, day.plusDays(1));
    }

    /** A month. */
    public static Period month(YearMonth month) {
        return new Period(month.toString(), month.atDay(1), month.plusMonths(1).atDay(1));
    }

    /** The period of this name, which must be over; the month before now when it has no name. */
    public static Period over(String name, Instant now, ZoneId zone) {
        Period period = name.isEmpty() ? month(YearMonth.from(now.atZone(zone)).minusMonths(1)) : of(name);
        if (period.until(zone).isAfter(now)) {
            throw new DocumentRefused("%s is not over yet; write one that is, such as %s"
                    .formatted(
                            period.name(),
                            month(YearMonth.from(now.atZone(zone)).minusMonths(1))
                                    .name()));
        }
        return period;
    }

    private static Period week(LocalDate monday) {
        String name = "%d-W%02d"
                .formatted(monday.get(IsoFields.WEEK_BASED_YEAR), monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        return new Period(name, monday, monday.plusDays(7));
    }

    /** {@code 28 November 2026}, or {@code 1 to 30 November 2026} in full. */
    public String words() {
        DateTimeFormatter day = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
        return days() == 1
                ? day.format(first)
                : "%s to %s".formatted(day.format(first), day.format(after.minusDays(1)));
    }

    /** How many days it has. */
    public long days() {
        return ChronoUnit.DAYS.between(first, after);
    }

    /** When it begins there. */
    public Instant from(ZoneId zone) {
        return first.atStartOfDay(zone).toInstant();
    }

    /** When it is over there. */
    public Instant until(ZoneId zone) {
        return after.atStartOfDay(zone).toInstant();
    }

    /**
     * The time that a document's inputs name, which may stand in either; empty where neither does.
     *
     * @throws DocumentRefused when they name two
     */
    public static String named(String subject, String date) {
        if (!subject.isEmpty() && !date.isEmpty() && !subject.equalsIgnoreCase(date)) {
            throw new DocumentRefused(
                    "subject '%s' and date '%s' are two times, and a document is of one; write one of them, such as date=2026-11-28 (upkeep docs create: --date)"
                            .formatted(Shown.of(subject), Shown.of(date)));
        }
        return date.isEmpty() ? subject : date;
    }

    private static DocumentRefused refused(String text) {
        return new DocumentRefused(
                "date '%s' is not a day or a period; write 2026-11-28, 2026-W48, 2026-11, 2026-Q4 or 2026"
                        .formatted(text));
    }
}
