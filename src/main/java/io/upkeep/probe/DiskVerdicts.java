package io.upkeep.probe;

import io.upkeep.probe.HostReport.Mount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether file systems have room: now, and by their trend for the next hours. */
final class DiskVerdicts {

    static final Duration TREND_FROM = Duration.ofMinutes(30);
    private static final Duration NEVER = Duration.ofDays(3650);

    private DiskVerdicts() {}

    static List<ProbeResult> judge(List<Mount> mounts, Past past, Instant at) {
        if (mounts == null) {
            return List.of(ProbeResult.of("disk", Verdict.unknown("no readable file system in the host report")));
        }
        List<ProbeResult> results = new ArrayList<>();
        for (Mount mount : mounts) {
            results.add(room("disk:" + mount.path(), "space", mount.used(), past, at));
            if (mount.inodes() != null) {
                results.add(room("inodes:" + mount.path(), "inodes", mount.inodes(), past, at));
            }
        }
        return results;
    }

    private static ProbeResult room(String probe, String what, double used, Past past, Instant at) {
        double free = 100 - used;
        Duration left = left(free, used, past.earlier().get(probe), at);
        String text = "%s of the %s free".formatted(HostVerdicts.percent(free), what);
        String full = text + ", at this rate full in " + left.toHours() + " h";
        Verdict verdict;
        if (free < 3) {
            verdict = Verdict.critical(text);
        } else if (free < 20 && left.toHours() < 4) {
            verdict = Verdict.critical(full);
        } else if (free < 5) {
            verdict = Verdict.warning(text);
        } else if (free < 40 && left.toHours() < 24) {
            verdict = Verdict.warning(full);
        } else {
            verdict = Verdict.ok(text);
        }
        return ProbeResult.percent(probe, verdict, used);
    }

    private static Duration left(double free, double used, Past.Point earlier, Instant at) {
        if (earlier == null || used <= earlier.value()) {
            return NEVER;
        }
        Duration between = Duration.between(earlier.at(), at);
        if (between.compareTo(TREND_FROM) < 0) {
            return NEVER;
        }
        double seconds = free / (used - earlier.value()) * between.toSeconds();
        return seconds > NEVER.toSeconds() ? NEVER : Duration.ofSeconds((long) seconds);
    }
}
