package io.upkeep.probe;

import io.upkeep.text.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What pressure, failed units and the clock mean; a host that does not tell them has no such probes. */
final class HostStrainVerdicts {

    /** Percent of a minute in which some work waited; memory and disks hurt sooner than processors. */
    private static final Map<String, Double> PRESSURE = Map.of("cpu", 60.0, "memory", 20.0, "io", 40.0);

    private static final Limits CLOCK = new Limits(50.0, 1000.0);

    private HostStrainVerdicts() {}

    static List<ProbeResult> judge(HostReport now, Past past, Instant at) {
        List<ProbeResult> results = new ArrayList<>();
        if (now.pressure() != null) {
            now.pressure().forEach((resource, percent) -> results.add(pressure(resource, percent, past, at)));
        }
        if (now.failedUnits() != null) {
            results.add(units(now.failedUnits()));
        }
        if (now.clockOffset() != null) {
            double off = Math.abs(now.clockOffset());
            results.add(new ProbeResult("clock", CLOCK.judge(off, "ms"), Math.round(off * 10) / 10.0, "ms"));
        }
        return results;
    }

    private static ProbeResult pressure(String resource, double percent, Past past, Instant at) {
        String probe = "pressure:" + resource;
        String text = "work waited for %s in %s of the last minute".formatted(resource, HostVerdicts.percent(percent));
        boolean bad = percent > PRESSURE.getOrDefault(resource, 100.0);
        return ProbeResult.percent(probe, HostVerdicts.lasting(probe, bad, text, past, at), percent);
    }

    private static ProbeResult units(List<String> failed) {
        Verdict verdict = failed.isEmpty()
                ? Verdict.ok("no unit failed")
                : Verdict.warning(Shown.reason("failed: " + String.join(", ", failed)));
        return new ProbeResult("units", verdict, (double) failed.size(), "");
    }
}
