package io.upkeep.probe;

import io.upkeep.probe.HostReport.Cpu;
import io.upkeep.probe.HostReport.Net;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a host's report means. Thresholds are those of the node exporter's mixin, except that a full
 * disk is critical at once: it breaks things now. Rates are since the last round, or since boot when there was none.
 */
final class HostVerdicts {

    static final double BUSY_PERCENT = 90;
    static final double MEMORY_PERCENT = 90;
    static final double LOAD_PER_CORE = 2;
    static final double FAULTY_PACKETS_PERCENT = 1;
    static final Duration LASTING = Duration.ofMinutes(15);

    private HostVerdicts() {}

    static List<ProbeResult> judge(HostReport now, Past past, Instant at) {
        if (now.problem() != null) {
            return List.of(ProbeResult.of("report", Verdict.unknown(now.problem())));
        }
        HostReport before = comparable(now, past.sample());
        List<ProbeResult> results = new ArrayList<>();
        results.add(ProbeResult.of("report", Verdict.ok("complete")));
        results.add(cpu(now.cpu(), before == null ? null : before.cpu(), past, at));
        results.add(load(now, past, at));
        results.add(memory(now, before, past, at));
        results.addAll(DiskVerdicts.judge(now.mounts(), past, at));
        results.add(network(now.nets(), before == null ? null : before.nets()));
        results.addAll(HostStrainVerdicts.judge(now, past, at));
        return results;
    }

    /** Counters of another boot, or ones that went back, say nothing about these. */
    private static HostReport comparable(HostReport now, HostReport before) {
        boolean sameBoot =
                before != null && now.bootId() != null && now.bootId().equals(before.bootId());
        return sameBoot ? before : null;
    }

    private static ProbeResult cpu(Cpu now, Cpu before, Past past, Instant at) {
        if (now == null) {
            return missing("cpu", "stat");
        }
        boolean delta = before != null && now.total() > before.total() && now.idle() >= before.idle();
        long total = now.total() - (delta ? before.total() : 0);
        long idle = now.idle() - (delta ? before.idle() : 0);
        if (total <= 0 || idle > total) {
            return ProbeResult.of("cpu", Verdict.unknown("the processor's counters do not add up"));
        }
        double busy = 100.0 * (total - idle) / total;
        String text = "%s busy since %s".formatted(percent(busy), delta ? "the last round" : "boot");
        return ProbeResult.percent("cpu", lasting("cpu", busy > BUSY_PERCENT, text, past, at), busy);
    }

    private static ProbeResult load(HostReport now, Past past, Instant at) {
        if (now.load() == null || now.cores() == null) {
            return missing("load", now.load() == null ? "loadavg" : "cores");
        }
        double perCore = now.load() / now.cores();
        String text = "%s per core, on %d cores".formatted(number(perCore), now.cores());
        Verdict verdict = lasting("load", perCore > LOAD_PER_CORE, text, past, at);
        return new ProbeResult("load", verdict, Math.round(perCore * 100) / 100.0, "per core");
    }

    private static ProbeResult memory(HostReport now, HostReport before, Past past, Instant at) {
        if (now.memory() == null) {
            return missing("memory", "meminfo");
        }
        double used = 100.0 - 100.0 * now.memory().available() / now.memory().total();
        String text = percent(used) + " in use";
        long killed = killed(now.oomKills(), before == null ? null : before.oomKills());
        Verdict verdict = killed > 0
                ? Verdict.critical(text + "; the kernel killed " + killed + " processes for want of memory")
                : lasting("memory", used > MEMORY_PERCENT, text, past, at);
        return ProbeResult.percent("memory", verdict, used);
    }

    private static long killed(Long now, Long before) {
        return now == null || before == null ? 0 : Math.max(0, now - before);
    }

    private static ProbeResult network(List<Net> now, List<Net> before) {
        if (now == null) {
            return missing("network", "netdev");
        }
        if (now.isEmpty()) {
            return ProbeResult.of("network", Verdict.critical("no network interface but the loopback"));
        }
        Map<String, Net> earlier = before == null
                ? Map.of()
                : before.stream().collect(Collectors.toMap(Net::name, net -> net, (first, second) -> first));
        String worstName = "";
        double worst = -1;
        for (Net net : now) {
            double faulty = faulty(net, earlier.get(net.name()));
            if (faulty > worst) {
                worst = faulty;
                worstName = net.name();
            }
        }
        String text = "%s of the packets on %s lost or damaged".formatted(percent(worst), worstName);
        boolean bad = worst > FAULTY_PACKETS_PERCENT;
        return ProbeResult.percent("network", bad ? Verdict.warning(text) : Verdict.ok(text), worst);
    }

    private static double faulty(Net now, Net before) {
        boolean delta = before != null && now.packets() >= before.packets() && now.faults() >= before.faults();
        long packets = now.packets() - (delta ? before.packets() : 0);
        long faults = now.faults() - (delta ? before.faults() : 0);
        return packets + faults <= 0 ? 0 : 100.0 * faults / (packets + faults);
    }

    /** Bad is a warning, and critical when it has lasted. */
    static Verdict lasting(String probe, boolean bad, String text, Past past, Instant at) {
        if (!bad) {
            return Verdict.ok(text);
        }
        Duration lasted = past.bad(probe, at);
        return lasted.compareTo(LASTING) >= 0
                ? Verdict.critical(text + ", high for " + lasted.toMinutes() + " min")
                : Verdict.warning(text);
    }

    private static ProbeResult missing(String probe, String section) {
        return ProbeResult.of(
                probe, Verdict.unknown("section '" + section + "' of the host report is missing or unreadable"));
    }

    static String percent(double value) {
        return number(value) + " %";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }
}
