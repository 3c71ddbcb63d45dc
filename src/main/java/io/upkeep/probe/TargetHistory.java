package io.upkeep.probe;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** How a target was over time: spans of states, uptime, and how long answers took. */
@Component
public class TargetHistory {

    private final Inventory inventory;
    private final JdbcProbeSpans spans;
    private final OpenWindows windows;
    private final Clock clock;

    TargetHistory(Inventory inventory, JdbcProbeSpans spans, OpenWindows windows, Clock clock) {
        this.inventory = inventory;
        this.spans = spans;
        this.windows = windows;
        this.clock = clock;
    }

    /**
     * A target's history.
     *
     * @param uptime by the probes that say whether it serves: any of them CRITICAL is down
     */
    public record History(String target, Instant from, Instant until, Uptime uptime, List<OfProbe> probes) {}

    /**
     * A probe's history.
     *
     * @param spans in order; where there is none, nothing is known
     * @param uptime of this probe alone
     * @param latency null when it is not measured
     */
    public record OfProbe(String name, List<Span> spans, Uptime uptime, Percentiles latency) {}

    /** From when until when it was in a state. */
    public record Span(String probe, boolean isAvailability, ProbeState state, Instant from, Instant until) {}

    /** In milliseconds, each the bound of its bucket: right within 41 %. */
    public record Percentiles(long p50, long p95, long p99, long count) {}

    /**
     * The history of the last time of this length.
     *
     * @throws UnknownProbe when there is no such target
     */
    public History of(String name, Duration length) {
        Target target = inventory
                .find(name)
                .orElseThrow(() -> new UnknownProbe(
                        "there is no target '%s'; GET /api/targets lists them".formatted(Shown.of(name))));
        Instant until = clock.instant();
        Instant from = until.minus(length);
        TimeSet announced = TimeSet.of(windows.between(from, until).stream()
                .filter(window -> window.covers(target))
                .map(window -> new TimeSet.Part(window.from(), window.until()))
                .toList());
        List<Span> all = spans.of(name, from, until);
        Map<String, List<Span>> byProbe = new TreeMap<>();
        all.forEach(span ->
                byProbe.computeIfAbsent(span.probe(), key -> new ArrayList<>()).add(span));
        Map<String, Map<Integer, Long>> latencies = spans.latencies(name, from);
        List<OfProbe> probes = byProbe.entrySet().stream()
                .map(probe -> new OfProbe(
                        probe.getKey(),
                        probe.getValue(),
                        uptime(probe.getValue(), announced),
                        percentiles(latencies.getOrDefault(probe.getKey(), Map.of()))))
                .toList();
        List<Span> serving = all.stream().filter(Span::isAvailability).toList();
        return new History(name, from, until, uptime(serving, announced), probes);
    }

    private static Uptime uptime(List<Span> spans, TimeSet announced) {
        return Uptime.of(
                times(spans, span -> span.state() != ProbeState.UNKNOWN),
                times(spans, span -> span.state() == ProbeState.CRITICAL),
                announced);
    }

    private static TimeSet times(List<Span> spans, Predicate<Span> which) {
        return TimeSet.of(spans.stream()
                .filter(which)
                .map(span -> new TimeSet.Part(span.from(), span.until()))
                .toList());
    }

    private static Percentiles percentiles(Map<Integer, Long> counts) {
        OptionalLong half = Latency.percentile(counts, 0.50);
        return half.isEmpty()
                ? null
                : new Percentiles(
                        half.getAsLong(),
                        Latency.percentile(counts, 0.95).orElse(0),
                        Latency.percentile(counts, 0.99).orElse(0),
                        counts.values().stream().mapToLong(Long::longValue).sum());
    }
}
