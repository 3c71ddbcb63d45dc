package io.upkeep.performance;

import io.upkeep.performance.Samples.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which resource saturates first, by the USE method: for every resource its utilisation (95th percentile against its limit),
 * its saturation (work that had to wait, told apart from utilisation) and its errors.
 */
final class Bottlenecks {

    /** From here on waiting is evidence: in percent of the time, or per core. */
    private static final Map<String, Double> WAITING =
            Map.of("cpu-pressure", 10.0, "memory-pressure", 1.0, "io-pressure", 10.0, "load", 1.0, "steal", 5.0);

    private Bottlenecks() {}

    /**
     * One resource of one target.
     *
     * @param used the 95th percentile of its utilisation, in percent; null when it is not measured
     * @param growth at how many times today's load it is full; null when not known
     * @param waits whether work has to wait for it
     * @param sentence the evidence; may hold a host's text
     */
    record Finding(String target, String resource, Double used, Double growth, boolean waits, String sentence) {

        private static final Comparator<Finding> WORST_FIRST = Comparator.comparing((Finding found) -> !found.waits())
                .thenComparing(Finding::growth, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Finding::target)
                .thenComparing(Finding::resource);
    }

    /** The worst first; resources of which only levels are known are left out. */
    static List<Finding> rank(List<Level> levels, PerformanceProperties limits) {
        Map<String, List<Level>> resources = new LinkedHashMap<>();
        for (Level level : levels) {
            Metric metric = Metric.of(level.series().metric());
            // what fills up is a matter of time, not of load: see Capacity
            if (metric.role() != Metric.Role.SPACE && metric.role() != Metric.Role.LEVEL) {
                String device = metric.resource().split(" ", 2)[0];
                resources
                        .computeIfAbsent(level.series().target() + "\n" + device, key -> new ArrayList<>())
                        .add(level);
            }
        }
        List<Finding> findings = new ArrayList<>();
        resources.forEach((key, all) -> {
            String[] names = key.split("\n", 2);
            findings.add(finding(names[0], names[1], all, limits));
        });
        findings.sort(Finding.WORST_FIRST);
        return findings;
    }

    private static Finding finding(String target, String resource, List<Level> levels, PerformanceProperties limits) {
        Double used = null;
        Double growth = null;
        boolean waits = false;
        List<String> evidence = new ArrayList<>();
        for (Level level : levels) {
            String name = level.series().metric();
            String shown = Words.value(level.p95(), level.series().unit());
            Metric metric = Metric.of(name);
            if (metric.role() == Metric.Role.UTILISATION
                    && !metric.unit().equals(level.series().unit())) {
                // an amount is no share of anything known, such as the memory of a cache without a limit
                evidence.add("%s at %s, no limit is known".formatted(name, shown));
                continue;
            }
            switch (metric.role()) {
                case UTILISATION -> {
                    double limit = limits.limit(name, level.series().unit())
                            .map(PerformanceProperties.Limit::limit)
                            .orElse(100.0);
                    double times = level.p95() <= 0 ? Double.POSITIVE_INFINITY : limit / level.p95();
                    if (growth == null || times < growth) {
                        used = level.p95();
                        growth = times;
                    }
                    evidence.add("%s at %s of %s"
                            .formatted(
                                    name,
                                    shown,
                                    Words.value(limit, level.series().unit())));
                }
                case SATURATION -> {
                    boolean much = level.p95() >= WAITING.getOrDefault(name, Double.POSITIVE_INFINITY);
                    waits |= much;
                    evidence.add("%s %s%s".formatted(name, shown, much ? ", which is much" : ""));
                }
                default -> {
                    String errors = name.equals(resource) ? "errors" : name;
                    evidence.add(
                            level.highest() > 0
                                    ? "%s up to %s"
                                            .formatted(
                                                    errors,
                                                    Words.value(
                                                            level.highest(),
                                                            level.series().unit()))
                                    : "no " + errors);
                }
            }
        }
        String room = growth == null || growth.isInfinite()
                ? ""
                : growth <= 1 ? ", at its limit" : ", full at %s times today's load".formatted(Words.number(growth));
        String sentence = "%s of %s%s%s: %s (95th percentiles)"
                .formatted(resource, target, waits ? " makes work wait" : "", room, String.join(", ", evidence));
        return new Finding(
                target, resource, used, growth == null || growth.isInfinite() ? null : growth, waits, sentence);
    }
}
