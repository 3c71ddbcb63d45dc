package io.upkeep.probe;

import io.upkeep.probe.HostReport.Clock;
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
        if (now.clock() != null) {
            results.add(clock(now.clock()));
        }
        return results;
    }

    private static ProbeResult pressure(String resource, double percent, Past past, Instant at) {
        String probe = "pressure:" + resource;
        String text = "work waited for %s in %s of the last minute".formatted(resource, HostVerdicts.percent(percent));
        boolean bad = percent > PRESSURE.getOrDefault(resource, 100.0);
        return ProbeResult.percent(probe, HostVerdicts.lasting(probe, bad, text, past, at), percent);
    }

    /** One that nothing keeps right is worth a warning while it is right still: nobody would see how it drifts. */
    private static ProbeResult clock(Clock clock) {
        if (clock.offset() == null && clock.synchronised() == null) {
            return ProbeResult.of(
                    "clock",
                    Verdict.unknown("neither chronyc nor timedatectl tells how right the clock is; install chrony or"
                            + " systemd-timesyncd"));
        }
        Double off = clock.offset() == null ? null : Math.round(Math.abs(clock.offset()) * 10) / 10.0;
        Verdict verdict = off == null
                ? Verdict.ok("follows a time server; how far it is off is not told")
                : CLOCK.judge(Math.abs(clock.offset()), "ms");
        if (Boolean.FALSE.equals(clock.synchronised()) && verdict.state() == ProbeState.OK) {
            verdict = Verdict.warning("follows no time server; look at the service that keeps it right");
        }
        return new ProbeResult("clock", verdict, off, off == null ? "" : "ms");
    }

    private static ProbeResult units(List<String> failed) {
        Verdict verdict = failed.isEmpty()
                ? Verdict.ok("no unit failed")
                : Verdict.warning(Shown.reason("failed: " + String.join(", ", failed)));
        return new ProbeResult("units", verdict, (double) failed.size(), "");
    }
}
