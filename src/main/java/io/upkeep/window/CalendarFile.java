package io.upkeep.window;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.Set;
import java.util.TreeSet;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.Recur;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.RRule;

/** Reads the days of an iCalendar file: holidays as calendar programs publish them, also the ones that repeat. */
final class CalendarFile {

    private static final int LAST_YEAR = 2050;
    private static final int LONGEST_DAYS = 366;

    private CalendarFile() {}

    /** @throws IllegalArgumentException says what is wrong with the file, without its name */
    static Set<LocalDate> days(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("is not a file that can be read (looked for "
                    + file.toAbsolutePath().normalize() + "); write calendars/holidays.ics");
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            Set<LocalDate> days = new TreeSet<>();
            for (Component event : new CalendarBuilder().build(reader).getComponents(Component.VEVENT)) {
                add((VEvent) event, days);
            }
            return days;
        } catch (IOException | ParserException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "is not an iCalendar file of whole-day events; export the calendar again as .ics", e);
        }
    }

    private static void add(VEvent event, Set<LocalDate> days) {
        LocalDate first = day(event.<DtStart<Temporal>>getProperty(Property.DTSTART)
                .orElseThrow(() -> new IllegalArgumentException("an event has no start"))
                .getDate());
        LocalDate end = event.<DtEnd<Temporal>>getProperty(Property.DTEND)
                .map(property -> day(property.getDate()))
                .filter(last -> last.isAfter(first))
                .orElse(first.plusDays(1));
        long length = Math.min(LONGEST_DAYS, ChronoUnit.DAYS.between(first, end));
        span(first, length, days);
        event.<RRule<Temporal>>getProperty(Property.RRULE)
                .ifPresent(rule -> new Recur<LocalDate>(rule.getRecur().toString())
                        .getDates(first, first, LocalDate.of(LAST_YEAR, 12, 31))
                        .forEach(start -> span(start, length, days)));
    }

    private static void span(LocalDate first, long length, Set<LocalDate> days) {
        first.datesUntil(first.plusDays(length)).forEach(days::add);
    }

    private static LocalDate day(Temporal time) {
        if (time instanceof LocalDate day) {
            return day;
        }
        if (time instanceof LocalDateTime local) {
            return local.toLocalDate();
        }
        if (time instanceof ZonedDateTime zoned) {
            return zoned.toLocalDate();
        }
        if (time instanceof OffsetDateTime offset) {
            return offset.toLocalDate();
        }
        throw new IllegalArgumentException("an event starts at an instant in UTC, not on a day");
    }
}
