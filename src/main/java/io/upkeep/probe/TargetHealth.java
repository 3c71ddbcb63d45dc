package io.upkeep.probe;

import io.upkeep.probe.ProbeHistory.Current;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * How the estate's targets stand now. A result that is too old is UNKNOWN, whatever it was: nobody knows what is true
 * since. Reasons quote what targets said; whoever shows them escapes them.
 */
@Component
public class TargetHealth {

    private final Inventory inventory;
    private final ProbeHistory history;
    private final ProbeProperties properties;
    private final Clock clock;

    TargetHealth(Inventory inventory, ProbeHistory history, ProbeProperties properties, Clock clock) {
        this.inventory = inventory;
        this.history = history;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * A target and its health.
     *
     * @param address without user and password
     * @param state the worst of its probes
     * @param reason that of the worst probe
     * @param checkedAt when the newest of its probes was checked, or null
     */
    public record Report(
            String name,
            String kind,
            Set<String> labels,
            String address,
            ProbeState state,
            String reason,
            Instant checkedAt,
            List<Probe> probes) {}

    /** One probe of a target; value is null when there is no figure. */
    public record Probe(
            String name,
            ProbeState state,
            Double value,
            String unit,
            String reason,
            Instant checkedAt,
            Instant since) {}

    /** Every target of the inventory, by name; one that was never checked is UNKNOWN. */
    public List<Report> list() {
        Instant now = clock.instant();
        Map<String, List<Probe>> probes = history.current().stream()
                .collect(Collectors.groupingBy(
                        Current::target, Collectors.mapping(current -> probe(current, now), Collectors.toList())));
        return inventory.all().stream()
                .map(target -> report(target, probes.getOrDefault(target.name(), List.of())))
                .toList();
    }

    private Probe probe(Current current, Instant now) {
        ProbeResult result = current.result();
        Verdict verdict = fresh(current, now);
        return new Probe(
                result.probe(),
                verdict.state(),
                result.value(),
                result.unit(),
                verdict.reason(),
                current.at(),
                current.since());
    }

    private Verdict fresh(Current current, Instant now) {
        Verdict verdict = current.result().verdict();
        Duration age = Duration.between(current.at(), now);
        return age.compareTo(properties.staleAfter(current.result().probe())) <= 0
                ? verdict
                : Verdict.unknown("not checked for %d min; it was %s: %s"
                        .formatted(age.toMinutes(), verdict.state(), verdict.reason()));
    }

    private static Report report(Target target, List<Probe> probes) {
        Probe worst = probes.stream().max(Comparator.comparing(Probe::state)).orElse(null);
        return new Report(
                target.name(),
                target.kind().word(),
                target.labels(),
                target.shownAddress(),
                worst == null ? ProbeState.UNKNOWN : worst.state(),
                worst == null ? "never checked" : worst.name() + ": " + worst.reason(),
                probes.stream()
                        .map(Probe::checkedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                probes);
    }
}
