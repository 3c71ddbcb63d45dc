package io.upkeep.performance;

import io.upkeep.performance.Samples.Rollup;
import io.upkeep.performance.Samples.Width;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is known of performance, for those who look at it. */
@Component
public class PerformanceFacts {

    private static final Duration HOURS_AT_MOST = Duration.ofDays(60);
    private static final int BAND_POINTS = 24;

    private final Samples samples;
    private final Documents documents;
    private final PerformanceProperties properties;
    private final Clock clock;

    PerformanceFacts(Samples samples, Documents documents, PerformanceProperties properties, Clock clock) {
        this.samples = samples;
        this.documents = documents;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * A series as it is drawn.
     *
     * @param width of each point: {@code HOUR} or {@code DAY}; where there is no point there was no value
     * @param trend the line with its band, into the future too; empty when there is no trend
     * @param limit null when it has none
     * @param sentence where it goes, in words; may hold a host's text
     */
    public record Chart(
            String target,
            String metric,
            String unit,
            String width,
            List<Point> points,
            List<Band> trend,
            Double limit,
            String sentence) {

        /** One roll-up. */
        public record Point(Instant at, double average, double p95, double highest) {}

        /** The line and the ends of its band. */
        public record Band(Instant at, double low, double value, double high) {}
    }

    /** The newest documents of a kind, newest first. */
    public List<PerformanceDocument> newest(PerformanceDocument.Kind kind, int limit) {
        return documents.newest(kind, limit);
    }

    /** Everything that is measured. */
    public List<Series> series() {
        return samples.series();
    }

    /** Draws a series over the last days; empty when nothing of this name is measured. */
    public Optional<Chart> chart(String target, String metric, int days) {
        return samples.find(target, metric).map(series -> chart(series, Duration.ofDays(days)));
    }

    private Chart chart(Series series, Duration shown) {
        Instant now = clock.instant();
        Width width = shown.compareTo(HOURS_AT_MOST) <= 0 ? Width.HOUR : Width.DAY;
        List<Chart.Point> points = samples.rollups(series, width, now.minus(shown)).stream()
                .map(PerformanceFacts::point)
                .toList();
        Trend trend = Trends.ofHours(
                series.metric(), samples.rollups(series, Width.HOUR, now.minus(PerformanceReview.HISTORY)));
        Double limit = properties
                .limit(series.metric(), series.unit())
                .map(PerformanceProperties.Limit::limit)
                .orElse(null);
        List<Chart.Band> band = trend instanceof Trend.Line line
                ? band(line, now.minus(shown), now.plus(shown.dividedBy(3)))
                : List.of();
        return new Chart(
                series.target(), series.metric(), series.unit(), width.name(), points, band, limit, trend.why());
    }

    private static List<Chart.Band> band(Trend.Line line, Instant from, Instant until) {
        Instant start = line.from().isAfter(from) ? line.from() : from;
        Duration step = Duration.between(start, until).dividedBy(BAND_POINTS);
        List<Chart.Band> band = new ArrayList<>();
        for (int i = 0; i <= BAND_POINTS; i++) {
            Instant at = start.plus(step.multipliedBy(i));
            double half = line.halfBand(at);
            band.add(new Chart.Band(at, line.at(at) - half, line.at(at), line.at(at) + half));
        }
        return band;
    }

    private static Chart.Point point(Rollup rollup) {
        return new Chart.Point(rollup.at(), rollup.average(), rollup.p95(), rollup.highest());
    }
}
