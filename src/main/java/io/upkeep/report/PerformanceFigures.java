package io.upkeep.report;

import io.upkeep.text.Amount;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Of what users notice: how long, how slow, how many; and whether optimising helped. */
final class PerformanceFigures {

    private static final List<String> IMPACTS = List.of("OUTAGE", "DEGRADED", "REDUCED-REDUNDANCY");
    private static final int WEEKS = 4;
    private static final int DAYS = 7;

    private final Facts facts;
    private final ReportSettings settings;
    private final TimeSet down;
    private final boolean isChecked;
    private final ZoneId zone;

    /** @param availability empty when the estate does not say what its system is */
    PerformanceFigures(Facts facts, ReportSettings settings, Optional<Availability> availability) {
        this.facts = facts;
        this.settings = settings;
        this.down = availability.map(Availability::down).orElse(TimeSet.EMPTY);
        this.isChecked = availability
                .filter(known -> !facts.known().minus(known.unknown()).isEmpty())
                .isPresent();
        this.zone = settings.calendar();
    }

    /** Minutes per impact level: the union of its runs; the value is the union over all levels. */
    Figure impact() {
        Map<String, Double> parts = new LinkedHashMap<>();
        TimeSet all = TimeSet.EMPTY;
        for (String impact : IMPACTS) {
            TimeSet noticed = facts.noticed(impact);
            all = all.union(noticed);
            parts.put(impact, noticed.minutes());
        }
        long unknown =
                facts.ended().stream().filter(run -> run.impact() == null).count();
        return Figure.of(
                Kpi.MAINTENANCE_IMPACT,
                all.minutes(),
                "time in which runs with an impact were under way"
                        + (unknown == 0 ? "" : "; left out: %d runs of pipelines that are gone".formatted(unknown)),
                parts);
    }

    /** (p95 during − baseline)/baseline; baseline: of the same weekday hours of four weeks each p95, their median. */
    Figure degradation() {
        if (settings.latency() == null) {
            return Figure.none(Kpi.PERFORMANCE_DEGRADATION, "set upkeep.report.latency (application.yaml) to a probe");
        }
        TimeSet during = facts.announced();
        for (String impact : IMPACTS) {
            during = during.union(facts.noticed(impact));
        }
        List<Measured> measured = within(facts.latency(), during);
        List<Double> baselines = new ArrayList<>();
        for (int week = 1; week <= WEEKS; week++) {
            List<Measured> before = within(facts.latency(), earlier(hours(measured), week));
            if (!before.isEmpty()) {
                baselines.add(p95(before));
            }
        }
        if (measured.isEmpty() || baselines.isEmpty() || Estimates.median(baselines) <= 0) {
            return Figure.none(
                    Kpi.PERFORMANCE_DEGRADATION,
                    measured.isEmpty()
                            ? "'%s' measured nothing during maintenance".formatted(settings.latency())
                            : "'%s' measured nothing in the same hours before".formatted(settings.latency()));
        }
        double now = p95(measured);
        double usual = Estimates.median(baselines);
        return Figure.of(
                Kpi.PERFORMANCE_DEGRADATION,
                (now - usual) / usual * 100,
                "p95 of %s during maintenance %s, in the same hours of %s before %s"
                        .formatted(
                                settings.latency(),
                                Figure.number(now),
                                Amount.of(baselines.size(), "week"),
                                Figure.number(usual)),
                Map.of("during", now, "baseline", usual));
    }

    /** The clock hours in which something was measured. */
    private static TimeSet hours(List<Measured> measured) {
        return TimeSet.of(measured.stream()
                .map(one -> one.at().truncatedTo(java.time.temporal.ChronoUnit.HOURS))
                .map(hour -> new Span(hour, hour.plus(Duration.ofHours(1))))
                .toList());
    }

    /** The same hours on the wall clock, weeks before. */
    private TimeSet earlier(TimeSet hours, int weeks) {
        return TimeSet.of(hours.spans().stream()
                .map(span -> new Span(before(span.from(), weeks), before(span.until(), weeks)))
                .toList());
    }

    private Instant before(Instant instant, int weeks) {
        return instant.atZone(zone).minusWeeks(weeks).toInstant();
    }

    /** Σ users × minutes by impact; the system's outages count as OUTAGE, whoever caused them. */
    Figure customerImpact() {
        if (settings.affected().isEmpty()) {
            return Figure.none(
                    Kpi.CUSTOMER_IMPACT, "set upkeep.report.affected (application.yaml), such as {OUTAGE: 1000}");
        }
        Map<String, Double> parts = new LinkedHashMap<>();
        List<String> unset = new ArrayList<>();
        TimeSet counted = TimeSet.EMPTY;
        double sum = 0;
        for (String impact : IMPACTS) {
            TimeSet noticed = impact.equals("OUTAGE") ? facts.noticed(impact).union(down) : facts.noticed(impact);
            Double users = settings.affected().get(impact);
            if (users == null) {
                unset.add(impact);
            } else {
                parts.put(impact, users * noticed.minus(counted).minutes());
                sum += users * noticed.minus(counted).minutes();
                counted = counted.union(noticed);
            }
        }
        if (!isChecked && counted.isEmpty()) {
            return Figure.none(Kpi.CUSTOMER_IMPACT, "no check tells whether the system was down");
        }
        String left = (unset.isEmpty() ? "" : "; left out: %s, no users are set".formatted(String.join(", ", unset)))
                + (isChecked ? "" : "; left out: outages, which no check tells");
        return Figure.of(Kpi.CUSTOMER_IMPACT, sum, "users that the estate gives, times minutes" + left, parts);
    }

    /** (before−after)/before of medians of daily medians, over seven days each; void when within their scatter. */
    Figure optimization() {
        if (settings.optimised() == null || settings.optimising().isEmpty()) {
            return Figure.none(
                    Kpi.OPTIMIZATION_EFFECTIVENESS,
                    "set upkeep.report.optimising and upkeep.report.optimised (application.yaml)");
        }
        PastRun last = facts.ended().stream()
                .filter(run -> settings.optimising().contains(run.pipeline()) && run.succeeded())
                .reduce((a, b) -> a.finishedAt().isAfter(b.finishedAt()) ? a : b)
                .orElse(null);
        if (last == null) {
            return Figure.none(Kpi.OPTIMIZATION_EFFECTIVENESS, "nothing was optimised in this time");
        }
        List<Double> before = daily(new Span(last.startedAt().minus(Duration.ofDays(DAYS)), last.startedAt()));
        List<Double> after = daily(new Span(last.finishedAt(), last.finishedAt().plus(Duration.ofDays(DAYS))));
        if (before.size() < DAYS || after.size() < DAYS || Estimates.median(before) <= 0) {
            return Figure.none(
                    Kpi.OPTIMIZATION_EFFECTIVENESS,
                    "%s needs seven days before and after; it has %d and %d"
                            .formatted(settings.optimised(), before.size(), after.size()));
        }
        return effect(last, before, after);
    }

    private Figure effect(PastRun run, List<Double> before, List<Double> after) {
        double was = Estimates.median(before);
        double is = Estimates.median(after);
        double noise = Math.max(scatter(before, was), scatter(after, is));
        if (Math.abs(was - is) <= noise) {
            return Figure.none(
                    Kpi.OPTIMIZATION_EFFECTIVENESS,
                    "%s went from %s to %s, which is within its scatter of %s: no effect can be told"
                            .formatted(
                                    settings.optimised(), Figure.number(was), Figure.number(is), Figure.number(noise)));
        }
        return Figure.of(
                Kpi.OPTIMIZATION_EFFECTIVENESS,
                (was - is) / was * 100,
                "%s made %s go from %s to %s"
                        .formatted(run.pipeline(), settings.optimised(), Figure.number(was), Figure.number(is)),
                Map.of("before", was, "after", is));
    }

    /** Twice the median distance from the median. */
    private static double scatter(List<Double> values, double median) {
        return 2
                * Estimates.median(
                        values.stream().map(value -> Math.abs(value - median)).toList());
    }

    /** Of each 24 hours with a value, counted from the start, the median. */
    private List<Double> daily(Span span) {
        Map<Long, List<Double>> days = within(facts.optimising(), TimeSet.of(span)).stream()
                .collect(Collectors.groupingBy(
                        one -> Duration.between(span.from(), one.at()).toDays(),
                        TreeMap::new,
                        Collectors.mapping(Measured::value, Collectors.toList())));
        return days.values().stream().map(Estimates::median).toList();
    }

    private static List<Measured> within(List<Measured> all, TimeSet times) {
        return all.stream().filter(one -> times.contains(one.at())).toList();
    }

    private static double p95(List<Measured> measured) {
        return Estimates.percentile(measured.stream().map(Measured::value).toList(), 95);
    }
}
