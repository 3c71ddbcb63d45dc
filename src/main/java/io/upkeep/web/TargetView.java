package io.upkeep.web;

import io.upkeep.target.Target;
import io.upkeep.web.TargetHealth.Health;
import io.upkeep.web.TargetHealth.ProbeView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A target and its health, as the API shows it: never with user or password. */
record TargetView(
        String name,
        String kind,
        List<String> labels,
        String address,
        String state,
        String reason,
        Instant checkedAt,
        List<ProbeView> probes) {

    static TargetView of(Target target, Optional<Health> health) {
        Health known = health.orElse(new Health("UNKNOWN", "no probe has reported yet", null, List.of()));
        return new TargetView(
                target.name(),
                target.kind().word(),
                List.copyOf(target.labels()),
                target.shownAddress(),
                known.state(),
                known.reason(),
                known.checkedAt(),
                known.probes());
    }
}
