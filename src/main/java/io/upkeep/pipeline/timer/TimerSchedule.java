package io.upkeep.pipeline.timer;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/**
 * When a timer is due, exactly, also where clocks are changed. A timer names local times: one that does not exist on a day
 * (clocks go forward over it) is due at the first instant after the gap, one that comes twice is due the first time. A
 * timer of every hour names no local times: it is due in both passes of a repeated hour, and nothing of it lies in a gap.
 */
public final class TimerSchedule {

    private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0/1", "0-23");
    private static final List<Duration> LOOKS_BACK =
            Stream.of(1, 26, 24 * 32, 24 * 367).map(Duration::ofHours).toList();

    /** Reads local times as if they were UTC, which has neither gaps nor repetitions. */
    private final CronExpression localTimes;

    private final ZoneRules rules;
    private final boolean isEveryHour;

    private TimerSchedule(CronExpression localTimes, ZoneRules rules, boolean isEveryHour) {
        this.localTimes = localTimes;
        this.rules = rules;
        this.isEveryHour = isEveryHour;
    }

    /**
     * The schedule of a cron expression in Quartz's form: second minute hour day-of-month month day-of-week [year].
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static TimerSchedule of(String cron, ZoneId zone) {
        try {
            CronExpression expression = new CronExpression(cron);
            expression.setTimeZone(TimeZone.getTimeZone("UTC"));
            String hour = cron.strip().split("\\s+", -1)[2];
            return new TimerSchedule(expression, zone.getRules(), EVERY_HOUR.contains(hour));
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "cron '%s' is not valid: %s; write six fields, as in 0 0 2 ? * SUN".formatted(cron, e.getMessage()),
                    e);
        }
    }

    /** When it is due next after this instant; empty when never again. */
    public Optional<Instant> next(Instant after) {
        Instant from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        while (true) {
            ZoneOffsetTransition begin = rules.previousTransition(from.plusNanos(1));
            if (begin != null && begin.getInstant().equals(from) && isMissing(begin)) {
                return Optional.of(from);
            }
            ZoneOffset offset = rules.getOffset(from);
            Optional<LocalDateTime> local = atOrAfter(earliest(from, offset, begin));
            ZoneOffsetTransition end = rules.nextTransition(from);
            if (local.isEmpty() || end == null || local.get().toInstant(offset).isBefore(end.getInstant())) {
                return local.map(time -> time.toInstant(offset));
            }
            from = end.getInstant();
        }
    }

    /** All instants it is due at after the first and not after the second, in order. */
    public List<Instant> between(Instant after, Instant until) {
        List<Instant> due = new ArrayList<>();
        for (Optional<Instant> next = next(after);
                next.isPresent() && !next.get().isAfter(until);
                next = next(next.get())) {
            due.add(next.get());
        }
        return due;
    }

    /** When it was due last, this instant included; empty when that is more than a year ago. */
    public Optional<Instant> newest(Instant until) {
        for (Duration back : LOOKS_BACK) {
            Optional<Instant> newest = Optional.empty();
            for (Optional<Instant> next = next(until.minus(back));
                    next.isPresent() && !next.get().isAfter(until);
                    next = next(next.get())) {
                newest = next;
            }
            if (newest.isPresent()) {
                return newest;
            }
        }
        return Optional.empty();
    }

    /** Local times that came before the clocks went back do not count again when they come again. */
    private LocalDateTime earliest(Instant from, ZoneOffset offset, ZoneOffsetTransition begin) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(from.getEpochSecond(), 0, offset);
        boolean isAgain =
                !isEveryHour && begin != null && begin.isOverlap() && local.isBefore(begin.getDateTimeBefore());
        return isAgain ? begin.getDateTimeBefore() : local;
    }

    private boolean isMissing(ZoneOffsetTransition gap) {
        return !isEveryHour
                && gap.isGap()
                && atOrAfter(gap.getDateTimeBefore())
                        .filter(time -> time.isBefore(gap.getDateTimeAfter()))
                        .isPresent();
    }

    private Optional<LocalDateTime> atOrAfter(LocalDateTime time) {
        Date before = Date.from(time.minusSeconds(1).toInstant(ZoneOffset.UTC));
        return Optional.ofNullable(localTimes.getNextValidTimeAfter(before))
                .map(next -> LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC));
    }
}
