package io.upkeep.probe;

import io.upkeep.text.Shown;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** For steps that go on only when the estate is well, by what the newest checks said. */
@Component("estateHealth")
public class EstateHealth {

    private final TargetHealth targets;

    EstateHealth(TargetHealth targets) {
        this.targets = targets;
    }

    /** The targets that are critical now, as {@code name: reason}; reasons quote what targets said. */
    public List<String> critical() {
        return ailing().map(report -> report.name() + ": " + report.reason()).toList();
    }

    /** What {@link #critical()} said, as lines. */
    public String words(List<String> critical) {
        return critical.isEmpty()
                ? "no target is critical"
                : critical.stream()
                        .map(target -> "\n  " + Shown.reason(target))
                        .collect(Collectors.joining("", "critical already:", ""));
    }

    /**
     * Says that no target is critical.
     *
     * @throws EstateUnwell naming those that are
     */
    public String requireGood() {
        requireNoWorse(List.of());
        return words(List.of());
    }

    /**
     * Says that no target is critical that was not before.
     *
     * @param before what {@link #critical()} said then
     * @throws EstateUnwell naming those that are
     */
    public String requireNoWorse(List<String> before) {
        List<String> worse = ailing().filter(report ->
                        before == null || before.stream().noneMatch(said -> said.startsWith(report.name() + ":")))
                .map(report -> report.name() + ": " + report.reason())
                .toList();
        if (!worse.isEmpty()) {
            throw new EstateUnwell("critical: " + String.join("; ", worse)
                    + "; upkeep targets shows them all, upkeep incidents list what is done about it");
        }
        return "no target is critical that was not before";
    }

    private Stream<TargetHealth.Report> ailing() {
        return targets.judged().stream().filter(report -> report.state() == ProbeState.CRITICAL);
    }
}
