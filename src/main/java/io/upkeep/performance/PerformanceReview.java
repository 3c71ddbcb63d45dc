package io.upkeep.performance;

import io.upkeep.performance.Capacity.Outlook;
import io.upkeep.performance.PerformanceDocument.Kind;
import io.upkeep.performance.Samples.Level;
import io.upkeep.performance.Samples.Rollup;
import io.upkeep.performance.Samples.Width;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The weekly review, as routes see it: {@code method: {ref: performanceReview, method: …}}. Each method writes a document of the
 * run and returns what people need of it.
 */
@Component("performanceReview")
public class PerformanceReview {

    static final Duration HISTORY = Duration.ofDays(90);
    private static final Duration RECENT = Duration.ofDays(7);
    private static final Duration HORIZON = Duration.ofDays(180);
    private static final int MOST = 5_000;
    private static final int SHOWN = 20;

    private final Samples samples;
    private final Documents documents;
    private final PerformanceProperties properties;
    private final CapacityAlarm alarm;
    private final Clock clock;

    PerformanceReview(
            Samples samples, Documents documents, PerformanceProperties properties, CapacityAlarm alarm, Clock clock) {
        this.samples = samples;
        this.documents = documents;
        this.properties = properties;
        this.alarm = alarm;
        this.clock = clock;
    }

    /** One row of the document TRENDS; what the trend does not have is null. */
    record TrendRow(
            String target,
            String metric,
            String unit,
            String trend,
            Double slope,
            Double low,
            Double high,
            String why) {}

    /** Finds the trend of every series that was measured lately. */
    public String analyseTrends(String run) {
        List<TrendRow> rows = new ArrayList<>();
        for (Level level : samples.levels(now().minus(RECENT))) {
            rows.add(row(level.series(), trend(level.series())));
        }
        rows.sort(java.util.Comparator.comparing(row -> row.slope() == null));
        Map<String, Long> counts = rows.stream()
                .collect(Collectors.groupingBy(TrendRow::trend, LinkedHashMap::new, Collectors.counting()));
        List<TrendRow> kept = rows.subList(0, Math.min(MOST, rows.size()));
        String text = kept.stream()
                .filter(row -> row.slope() != null)
                .limit(SHOWN)
                .map(row -> "- " + row.metric() + " of " + row.target() + ": " + row.why())
                .collect(Collectors.joining("\n"));
        String summary = "%d of %d series have a trend, %d have too little history"
                .formatted(counts.getOrDefault("LINE", 0L), rows.size(), counts.getOrDefault("NOT_ENOUGH", 0L));
        documents.write(
                Kind.TRENDS,
                UUID.fromString(run),
                Map.of("series", kept, "counts", counts),
                summary + "\n\n" + text,
                now());
        return summary;
    }

    private static TrendRow row(Series series, Trend trend) {
        if (trend instanceof Trend.Line line) {
            return new TrendRow(
                    series.target(),
                    series.metric(),
                    series.unit(),
                    "LINE",
                    line.slope(),
                    line.low(),
                    line.high(),
                    line.why());
        }
        String kind = trend instanceof Trend.None ? "NONE" : "NOT_ENOUGH";
        return new TrendRow(series.target(), series.metric(), series.unit(), kind, null, null, null, trend.why());
    }

    /** Ranks what saturates first. */
    public String identifyBottlenecks(String run) {
        List<Bottlenecks.Finding> findings = Bottlenecks.rank(samples.levels(now().minus(RECENT)), properties);
        String text = findings.stream()
                .limit(SHOWN)
                .map(found -> "- " + found.sentence())
                .collect(Collectors.joining("\n"));
        documents.write(
                Kind.BOTTLENECKS,
                UUID.fromString(run),
                Map.of("findings", findings.subList(0, Math.min(MOST, findings.size()))),
                text,
                now());
        return findings.isEmpty()
                ? "nothing was measured in the last 7 days"
                : findings.get(0).sentence();
    }

    /** Writes the report of what the run found so far. */
    public String report(String run) {
        UUID id = UUID.fromString(run);
        Optional<PerformanceDocument> trends = documents.of(id, Kind.TRENDS);
        Optional<PerformanceDocument> bottlenecks = documents.of(id, Kind.BOTTLENECKS);
        String text = "# Performance, %s%n%n## What saturates first%n%n%s%n%n## Trends%n%n%s%n"
                .formatted(
                        Words.day(now()),
                        bottlenecks.map(PerformanceDocument::text).orElse("not looked at"),
                        trends.map(PerformanceDocument::text).orElse("not looked at"));
        Map<String, Object> content = new LinkedHashMap<>();
        bottlenecks.ifPresent(found -> content.put("bottlenecks", found.content()));
        trends.ifPresent(found -> content.put("trends", found.content()));
        documents.write(Kind.REPORT, id, content, text, now());
        return "upkeep performance report shows it";
    }

    /** Says what runs out when; what may be full within its notice needs a person. */
    @Transactional
    public String reviewCapacity(String run) {
        List<Outlook> outlooks = outlooks(HORIZON);
        String text = outlooks.stream()
                .limit(SHOWN)
                .map(outlook -> "- " + outlook.sentence())
                .collect(Collectors.joining("\n"));
        documents.write(
                Kind.CAPACITY,
                UUID.fromString(run),
                Map.of(
                        "outlooks",
                        outlooks.subList(0, Math.min(MOST, outlooks.size())),
                        "horizonDays",
                        HORIZON.toDays()),
                text,
                now());
        for (Outlook outlook : outlooks) {
            String key = outlook.target() + "/" + outlook.metric();
            if (outlook.isShort()) {
                alarm.isShort(run, key, outlook.sentence());
            } else if (outlook.state() != Capacity.State.UNKNOWN) {
                alarm.isEnough(run, key, outlook.sentence());
            }
        }
        long shortOnes = outlooks.stream().filter(Outlook::isShort).count();
        return "%d of %d things with a limit may be full before more can be got%s"
                .formatted(shortOnes, outlooks.size(), Capacity.untold(outlooks));
    }

    /** The most urgent first, of everything that has a limit and was measured lately. */
    List<Outlook> outlooks(Duration horizon) {
        Instant now = now();
        List<Outlook> outlooks = new ArrayList<>();
        for (Level level : samples.levels(now.minus(RECENT))) {
            Series series = level.series();
            Optional<PerformanceProperties.Limit> limit = properties.limit(series.metric(), series.unit());
            if (limit.isPresent()) {
                List<Rollup> hours = samples.rollups(series, Width.HOUR, now.minus(HISTORY));
                boolean peaks = Metric.of(series.metric()).role() == Metric.Role.UTILISATION;
                double used = peaks || hours.isEmpty()
                        ? level.p95()
                        : hours.get(hours.size() - 1).average();
                outlooks.add(Capacity.outlook(
                        series, used, Trends.ofHours(series.metric(), hours), limit.get(), now, horizon));
            }
        }
        outlooks.sort(Outlook.MOST_URGENT_FIRST);
        return outlooks;
    }

    private Trend trend(Series series) {
        return Trends.ofHours(series.metric(), samples.rollups(series, Width.HOUR, now().minus(HISTORY)));
    }

    private Instant now() {
        return clock.instant();
    }
}
