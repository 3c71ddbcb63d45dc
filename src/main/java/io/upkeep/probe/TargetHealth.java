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
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * How the estate's targets stand now. A result that is too old is UNKNOWN, whatever it was: nobody knows what is true
 * since. Reasons quote what targets said; whoever shows them escapes them.
 */
@Component
public class TargetHealth {

    private final Inventory inventory;
    private final ProbeHistory history;
    private final DeclaredProbes declared;
    private final OpenWindows windows;
    private final ProbeProperties properties;
    private final Clock clock;

    TargetHealth(
            Inventory inventory,
            ProbeHistory history,
            DeclaredProbes declared,
            OpenWindows windows,
            ProbeProperties properties,
            Clock clock) {
        this.inventory = inventory;
        this.history = history;
        this.declared = declared;
        this.windows = windows;
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

    /** One probe of a target; value is null when there is no figure, the times are when it was not asked yet. */
    public record Probe(
            String name,
            ProbeState state,
            Double value,
            String unit,
            String reason,
            Instant checkedAt,
            Instant since) {}

    /** Every target of the inventory, by name; one that was never checked is UNKNOWN, one in an open window in MAINTENANCE. */
    public List<Report> list() {
        Instant now = clock.instant();
        List<OpenWindows.Open> open = windows.openAt(now);
        return reports(
                now,
                target -> OpenWindows.covering(open, target)
                        .map(OpenWindows.Open::window)
                        .orElse(null));
    }

    /** The same whatever windows are open: how targets are judged. */
    List<Report> judged() {
        return reports(clock.instant(), target -> null);
    }

    private List<Report> reports(Instant now, Function<Target, String> window) {
        Map<String, List<Current>> known = history.current().stream()
                .filter(current -> !isNoLongerDeclared(current))
                .collect(Collectors.groupingBy(Current::target));
        return inventory.all().stream()
                .map(target -> report(target, probes(target, known, window.apply(target), now)))
                .toList();
    }

    /**
     * A probe as it is shown, and how it stands whatever windows are open.
     *
     * @param judged tells which is the worst where all of them are shown as in MAINTENANCE
     */
    private record Standing(Probe probe, ProbeState judged) {

        private static final Comparator<Standing> MILDEST_FIRST = Comparator.comparing(
                        (Standing standing) -> standing.probe().state())
                .thenComparing(Standing::judged);
    }

    private List<Standing> probes(Target target, Map<String, List<Current>> known, String window, Instant now) {
        List<Current> reported = known.getOrDefault(target.name(), List.of());
        Set<String> names =
                reported.stream().map(current -> current.result().probe()).collect(Collectors.toSet());
        Stream<Standing> silent = declared.of(target.name()).stream()
                .filter(probe -> !names.contains(probe.name()))
                .map(probe -> new Probe(probe.name(), ProbeState.UNKNOWN, null, "", "not asked yet", null, null))
                .map(probe -> new Standing(probe, ProbeState.UNKNOWN));
        return Stream.concat(
                        reported.stream().map(current -> new Standing(probe(current, window, now), current.state())),
                        silent)
                .sorted(Comparator.comparing(standing -> standing.probe().name()))
                .toList();
    }

    private boolean isNoLongerDeclared(Current current) {
        return current.origin().startsWith(ProbeKind.ORIGIN)
                && declared.find(current.target(), current.result().probe()).isEmpty();
    }

    private Probe probe(Current current, String window, Instant now) {
        ProbeResult result = current.result();
        Verdict verdict = shown(current, window, now);
        return new Probe(
                result.probe(),
                verdict.state(),
                result.value(),
                result.unit(),
                verdict.reason(),
                current.at(),
                current.since());
    }

    private Verdict shown(Current current, String window, Instant now) {
        String probe = current.result().probe();
        Duration staleAfter = declared.find(current.target(), probe)
                .map(declaration -> properties.staleAfter(declaration))
                .orElseGet(() -> properties.staleAfter(probe));
        Duration age = Duration.between(current.at(), now);
        String reason = reason(current);
        if (age.compareTo(staleAfter) > 0) {
            return Verdict.unknown(
                    "not checked for %d min; it was %s: %s".formatted(age.toMinutes(), current.state(), reason));
        }
        return window == null
                ? new Verdict(current.state(), reason)
                : new Verdict(
                        ProbeState.MAINTENANCE,
                        "window %s is open; it is %s: %s".formatted(window, current.state(), reason));
    }

    /** What the newest result said, with how much it counts and whether it was told. */
    private String reason(Current current) {
        HardState standing = current.standing();
        String reason = current.result().verdict().reason();
        if (standing.streak() > 0) {
            boolean worse = standing.last().compareTo(standing.hard()) > 0;
            int needed = declared.find(current.target(), current.result().probe())
                    .map(DeclaredProbe::thresholds)
                    .map(thresholds -> worse ? thresholds.failures() : thresholds.successes())
                    .orElse(1);
            reason += " (%s %d of %d times)".formatted(standing.last(), standing.streak(), needed);
        }
        return current.held() == null ? reason : reason + "; no alarm: " + current.held();
    }

    private static Report report(Target target, List<Standing> standings) {
        List<Probe> probes = standings.stream().map(Standing::probe).toList();
        Probe worst = standings.stream()
                .max(Standing.MILDEST_FIRST)
                .map(Standing::probe)
                .orElse(null);
        return new Report(
                target.name(),
                target.kind().word(),
                target.labels(),
                target.shownAddress(),
                worst == null ? ProbeState.UNKNOWN : worst.state(),
                worst == null ? "never checked" : worst.name() + ": " + worst.reason(),
                probes.stream()
                        .map(Probe::checkedAt)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                probes);
    }
}
