package io.upkeep.pipeline.lint;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/**
 * What Quartz makes of a cron expression when the clocks of its zone change: a time in the skipped hour does not fire, one
 * in the doubled hour fires at its second occurrence, and an interval stands still for that hour.
 */
final class CronInZone {

    private static final Duration LOOKING_AHEAD = Duration.ofDays(3 * 366L);

    /** Short spans first: an expression that fires every second has 86,400 times in a day. */
    private static final List<Duration> LOOKING_BACK =
            List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

    /** In one of the first two fields. */
    private static final Pattern SPECIAL = Pattern.compile("^\\s*(?:\\S+\\s+)?(?:\\d+,)*(9[89])(?:[\\s,/-]|$)");

    private final CronExpression actual;
    private final CronExpression byWallClock;
    private final ZoneId zone;

    CronInZone(String cron, ZoneId zone) throws ParseException {
        this.zone = zone;
        requireMinutes(cron);
        actual = new CronExpression(cron);
        actual.setTimeZone(TimeZone.getTimeZone(zone));
        byWallClock = new CronExpression(cron);
        byWallClock.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
    }

    /** Quartz writes {@code *} as 99 and {@code ?} as 98, and takes these numbers for them: each minute instead of a mistake. */
    private static void requireMinutes(String cron) throws ParseException {
        Matcher number = SPECIAL.matcher(cron);
        if (number.find()) {
            throw new ParseException(
                    "Minute and Second values must be between 0 and 59, not %s".formatted(number.group(1)),
                    number.start(1));
        }
    }

    /** The next time; empty when it never fires again. */
    Optional<Instant> after(Instant now) {
        return Optional.ofNullable(actual.getNextValidTimeAfter(Date.from(now))).map(Date::toInstant);
    }

    /** What goes wrong at the first change of clocks in the next three years that matters; empty when none does. */
    Optional<String> trouble(Instant now) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(now);
        while (change != null && change.getInstant().isBefore(now.plus(LOOKING_AHEAD))) {
            Optional<String> trouble = change.isGap() ? skipped(change) : doubled(change);
            if (trouble.isPresent()) {
                return trouble;
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return Optional.empty();
    }

    private Optional<String> skipped(ZoneOffsetTransition change) {
        LocalDateTime time = wallClockTime(change.getDateTimeBefore(), change.getDateTimeAfter());
        return time == null || !pauses(change)
                ? Optional.empty()
                : Optional.of("does not fire on %s: in %s the clocks go from %s to %s"
                        .formatted(
                                time.toLocalDate(),
                                zone,
                                change.getDateTimeBefore().toLocalTime(),
                                change.getDateTimeAfter().toLocalTime()));
    }

    private Optional<String> doubled(ZoneOffsetTransition change) {
        LocalDateTime time = wallClockTime(change.getDateTimeAfter(), change.getDateTimeBefore());
        if (time == null) {
            return Optional.empty();
        }
        Instant before = lastBefore(change);
        boolean interval = before != null && usualPause(before).compareTo(Duration.ofHours(3)) < 0;
        return Optional.of(
                interval
                        ? "stands still for %d minutes on %s: in %s the clocks go back from %s to %s"
                                .formatted(
                                        Duration.between(before, after(before).orElse(before))
                                                .toMinutes(),
                                        time.toLocalDate(),
                                        zone,
                                        change.getDateTimeBefore().toLocalTime(),
                                        change.getDateTimeAfter().toLocalTime())
                        : "comes twice on %s: in %s %s is there two times, and Quartz fires at the second"
                                .formatted(time.toLocalDate(), zone, time.toLocalTime()));
    }

    /** The first time of the expression in [from, until) of the wall clock, were there no change. */
    private LocalDateTime wallClockTime(LocalDateTime from, LocalDateTime until) {
        Instant start = from.toInstant(ZoneOffset.UTC);
        Date next = byWallClock.getNextValidTimeAfter(Date.from(start.minusSeconds(1)));
        return next == null || !next.toInstant().isBefore(until.toInstant(ZoneOffset.UTC))
                ? null
                : LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC);
    }

    /** True when more time passes between two fires than before: every half hour goes on through a skipped hour. */
    private boolean pauses(ZoneOffsetTransition change) {
        Instant before = lastBefore(change);
        Instant next = after(change.getInstant().minusSeconds(1)).orElse(null);
        return before == null || next == null || Duration.between(before, next).compareTo(usualPause(before)) > 0;
    }

    /** The last fire in the day before the change; null when there is none. */
    private Instant lastBefore(ZoneOffsetTransition change) {
        return LOOKING_BACK.stream()
                .map(span -> lastIn(change.getInstant().minus(span), change.getInstant()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private Optional<Instant> lastIn(Instant from, Instant until) {
        Optional<Instant> last = Optional.empty();
        Optional<Instant> next = after(from.minusSeconds(1));
        while (next.filter(until::isAfter).isPresent()) {
            last = next;
            next = after(next.get());
        }
        return last;
    }

    private Duration usualPause(Instant fire) {
        Instant dayBefore = fire.minus(Duration.ofDays(1));
        Instant first = after(dayBefore.minusSeconds(1)).orElse(fire);
        return Duration.between(first, after(first).orElse(fire));
    }
}
