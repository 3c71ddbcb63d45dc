package io.upkeep.diagnosis;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Evidence as an incident's timeline shows it. What was said by others stays hostile text. */
final class EvidenceWords {

    private EvidenceWords() {}

    static String of(Evidence evidence) {
        List<String> lines = new ArrayList<>();
        evidence.problems()
                .forEach(problem -> lines.add("critical since %s: %s".formatted(seconds(problem.since()), problem)));
        if (evidence.problems().isEmpty()) {
            lines.add("no probe is critical");
        }
        evidence.hosts().forEach((host, look) -> lines.add(host + ": " + host(look)));
        Evidence.FailedRun run = evidence.past().run();
        if (run != null) {
            lines.add("run %s of %s is %s; failed at %s: %s"
                    .formatted(run.id(), run.pipeline(), run.state(), run.failedStep(), run.failure()));
        }
        evidence.past()
                .backups()
                .forEach(backup -> lines.add("backup %s (%s) is %s; archive %s, manifest %s %s"
                        .formatted(
                                backup.id(),
                                backup.series(),
                                backup.state(),
                                backup.archive(),
                                backup.manifest(),
                                backup.reason())));
        evidence.past().changes().stream()
                .limit(5)
                .forEach(change -> lines.add(
                        "changed at %s: %s %s".formatted(seconds(change.at()), change.pipeline(), change.what())));
        evidence.past().locks().stream()
                .filter(lock -> !lock.isSlot())
                .forEach(lock -> lines.add("%s is locked by %s".formatted(lock.name(), lock.holder())));
        evidence.drift().forEach((host, files) -> lines.add("configuration of %s: %s".formatted(host, files)));
        stores(evidence, lines);
        return Bounded.lines(String.join("\n", lines), 60, 500).stream()
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String shares(Map<String, ?> values, String unit) {
        return values.isEmpty()
                ? "not known"
                : values.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue() + unit)
                        .collect(Collectors.joining(", "));
    }

    private static String host(HostLook look) {
        return look.wasSeen()
                ? "units: %s; disks: %s; memory free %s %%, out of memory %d times, failed units: %s, broken packages: %d%s"
                        .formatted(
                                shares(look.units(), ""),
                                shares(look.disks(), " %"),
                                look.memoryFree(),
                                look.oomKills(),
                                look.failedUnits().isEmpty() ? "none" : String.join(", ", look.failedUnits()),
                                look.brokenPackages().size(),
                                look.packageLocks().isEmpty()
                                        ? ""
                                        : ", apt and dpkg locked by " + String.join(", ", look.packageLocks()))
                : "cannot be looked at: " + look.fault();
    }

    private static void stores(Evidence evidence, List<String> lines) {
        DatabaseLook database = evidence.database();
        if (!database.name().isEmpty()) {
            lines.add(
                    database.fault().isEmpty()
                            ? "%s: %s %% of its connections in use, %d open transactions%s"
                                    .formatted(
                                            database.name(),
                                            database.connections(),
                                            database.sessions().size(),
                                            hidden(database.sight()))
                            : database.name() + " does not answer: " + database.fault());
        }
        CacheLook cache = evidence.cache();
        if (!cache.name().isEmpty()) {
            lines.add(cache.name() + (cache.fault().isEmpty() ? " answers" : " does not answer: " + cache.fault()));
        }
    }

    private static String hidden(DatabaseLook.Sight sight) {
        return sight.restricted()
                ? " that the login %1$s may see, which may not see other sessions' statements (%2$d are hidden); %3$s"
                        .formatted(sight.login(), sight.hidden(), sight.remedy())
                : "";
    }
}
