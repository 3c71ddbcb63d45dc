package io.upkeep.performance;

import io.upkeep.performance.PerformanceProperties.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** When something runs out: the trend line and its band against a limit. */
final class Capacity {

    private Capacity() {}

    /** How it stands with a limit. */
    enum State {
        /** The level is at the limit. */
        FULL,
        /** The line reaches the limit within the horizon. */
        FILLS,
        /** Not within the horizon. */
        ENOUGH,
        /** Nothing can be said yet. */
        UNKNOWN
    }

    /**
     * What is foreseen.
     *
     * @param level what is used now: the 95th percentile or the newest average
     * @param at when the line reaches the limit; null when it does not within the horizon
     * @param earliest when the upper end of the band does
     * @param latest when the lower end does; null when not within the horizon
     * @param isShort whether it may be full within its notice: the band's upper end counts
     * @param sentence for people; may hold a host's text
     */
    record Outlook(
            String target,
            String metric,
            String unit,
            double level,
            double limit,
            Duration notice,
            State state,
            Instant at,
            Instant earliest,
            Instant latest,
            boolean isShort,
            String sentence) {

        static final Comparator<Outlook> MOST_URGENT_FIRST = Comparator.comparing(
                        (Outlook outlook) -> !outlook.isShort())
                .thenComparing(Outlook::state)
                .thenComparing(Outlook::at, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(outlook -> -outlook.level() / outlook.limit())
                .thenComparing(Outlook::target)
                .thenComparing(Outlook::metric);
    }

    /** Foresees a series that has a limit. */
    static Outlook outlook(Series series, double level, Trend trend, Limit limit, Instant now, Duration horizon) {
        if (level >= limit.limit()) {
            return of(
                    series,
                    level,
                    limit,
                    State.FULL,
                    null,
                    null,
                    null,
                    true,
                    "%s is at its limit: %s of %s"
                            .formatted(series.shown(), value(series, level), value(series, limit.limit())));
        }
        if (trend instanceof Trend.Line line && line.slope() > 0) {
            return filling(series, level, line, limit, now, horizon);
        }
        State state = trend instanceof Trend.NotEnough ? State.UNKNOWN : State.ENOUGH;
        String words = trend instanceof Trend.Line ? "falls" : trend.why();
        if (trend instanceof Trend.None) {
            words = "no trend";
        }
        return of(
                series,
                level,
                limit,
                state,
                null,
                null,
                null,
                false,
                "%s: %s of %s used, %s"
                        .formatted(series.shown(), value(series, level), value(series, limit.limit()), words));
    }

    private static Outlook filling(
            Series series, double level, Trend.Line line, Limit limit, Instant now, Duration horizon) {
        Instant end = now.plus(horizon);
        // peaks stay as far above the line as they are now
        boolean peaks = Metric.of(series.metric()).role() == Metric.Role.UTILISATION;
        double reach = limit.limit() - (peaks ? Math.max(0, level - line.at(now)) : 0);
        Optional<Instant> expected = reached(line, 0, reach, now, end);
        Instant earliest = reached(line, 1, reach, now, end).orElse(null);
        Instant latest = reached(line, -1, reach, now, end).orElse(null);
        boolean isShort = earliest != null && !earliest.isAfter(now.plus(limit.notice()));
        if (expected.isEmpty()) {
            String words = "%s: %s of %s used, not full within %s at this rate%s"
                    .formatted(
                            series.shown(),
                            value(series, level),
                            value(series, limit.limit()),
                            Words.span(horizon),
                            earliest == null ? "" : " (at the earliest in " + in(now, earliest) + ")");
            return of(series, level, limit, State.ENOUGH, null, earliest, null, isShort, words);
        }
        String between = latest == null
                ? "in %s at the earliest".formatted(in(now, earliest))
                : "between %s and %s".formatted(days(now, earliest), days(now, latest));
        String words = "%s full in %s at this rate (%s)".formatted(series.shown(), in(now, expected.get()), between);
        return of(series, level, limit, State.FILLS, expected.get(), earliest, latest, isShort, words);
    }

    /**
     * When the line (side 0) or an end of its band (1: upper, -1: lower) reaches the limit; now when it is past it. Past the
     * middle of the points each of the three only rises, as the band of the slope is above zero.
     */
    private static Optional<Instant> reached(Trend.Line line, int side, double limit, Instant now, Instant end) {
        if (value(line, side, now) >= limit) {
            return Optional.of(now);
        }
        if (value(line, side, end) < limit) {
            return Optional.empty();
        }
        long before = now.getEpochSecond();
        long after = end.getEpochSecond();
        while (after - before > 60) {
            long middle = (before + after) >>> 1;
            if (value(line, side, Instant.ofEpochSecond(middle)) < limit) {
                before = middle;
            } else {
                after = middle;
            }
        }
        return Optional.of(Instant.ofEpochSecond(after));
    }

    private static double value(Trend.Line line, int side, Instant at) {
        return line.at(at) + side * line.halfBand(at);
    }

    private static Outlook of(
            Series series,
            double level,
            Limit limit,
            State state,
            Instant at,
            Instant earliest,
            Instant latest,
            boolean isShort,
            String sentence) {
        return new Outlook(
                series.target(),
                series.metric(),
                series.unit(),
                level,
                limit.limit(),
                limit.notice(),
                state,
                at,
                earliest,
                latest,
                isShort,
                sentence);
    }

    private static String value(Series series, double value) {
        return Words.value(value, series.unit());
    }

    private static long days(Instant now, Instant then) {
        return Math.round(Duration.between(now, then).toHours() / 24.0);
    }

    private static String in(Instant now, Instant then) {
        long days = days(now, then);
        return days == 1 ? "1 day" : days + " days";
    }

    /** To follow a sentence that counts outlooks: of how many nothing can be said, and what to do; empty for none. */
    static String untold(List<Outlook> outlooks) {
        long untold = outlooks.stream()
                .filter(outlook -> outlook.state() == State.UNKNOWN)
                .count();
        return untold == 0
                ? ""
                : "; of %d it cannot be told yet, upkeep performance capacity says why".formatted(untold);
    }
}
