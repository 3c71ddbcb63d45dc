package io.upkeep.security;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * The time at the beginning of a log line: {@code 2026-11-20T06:01:11+00:00} (rsyslog), {@code …+0000} (journalctl
 * short-iso), with or without fractions, or {@code Nov 20 06:01:11}, which has no year and no zone.
 */
final class LogTime {

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter CLASSIC = new DateTimeFormatterBuilder()
            .appendPattern("MMM d HH:mm:ss")
            .parseDefaulting(ChronoField.YEAR, 2000)
            .toFormatter(Locale.ROOT);
    private static final int CLASSIC_LENGTH = "Nov 20 06:01:11".length();

    private LogTime() {}

    /** A time and how much of the line it takes. */
    record Read(Instant at, int length) {}

    /** @param now the host's time of the report, which tells year and zone of a classic time */
    static Optional<Read> of(String line, OffsetDateTime now) {
        int space = line.indexOf(' ');
        try {
            if (space > 18 && line.charAt(4) == '-') {
                return Optional.of(new Read(
                        OffsetDateTime.parse(line.substring(0, space), ISO).toInstant(), space));
            }
            if (line.length() > CLASSIC_LENGTH) {
                return Optional.of(new Read(classic(line.substring(0, CLASSIC_LENGTH), now), CLASSIC_LENGTH));
            }
        } catch (DateTimeException noTime) {
            // a line without a time is none of ours
        }
        return Optional.empty();
    }

    static OffsetDateTime now(String text) {
        return OffsetDateTime.parse(text, ISO);
    }

    private static Instant classic(String text, OffsetDateTime now) {
        LocalDateTime time = LocalDateTime.parse(text.replaceAll(" +", " "), CLASSIC);
        OffsetDateTime thisYear = withYear(time, now, now.getYear());
        // written in December, read in January
        return (thisYear.isAfter(now.plusDays(1)) ? withYear(time, now, now.getYear() - 1) : thisYear).toInstant();
    }

    private static OffsetDateTime withYear(LocalDateTime time, OffsetDateTime now, int year) {
        return time.withYear(year).atOffset(now.getOffset());
    }
}
