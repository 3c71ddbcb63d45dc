package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Evidence.Problem;
import io.upkeep.diagnosis.Remedy.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A store that answers, and has no good and recent backup of the configuration: one is taken, whatever kept the last from coming. */
final class LackingBackupRules implements CauseRule {

    /** What is asked of a store, which is asked for the configuration's backups. */
    private static final Set<String> PROBES = Set.of("backup-present", "backup-age-seconds", "backup-intact");

    private static final String SERIES = "configuration";

    @Override
    public Stream<Cause> causes(Evidence evidence) {
        return evidence.inScope().stream()
                .filter(problem -> PROBES.contains(problem.probe()))
                .collect(Collectors.groupingBy(Problem::target))
                .entrySet()
                .stream()
                .map(store -> lacking(store.getKey(), store.getValue()));
    }

    private static Cause lacking(String store, List<Problem> problems) {
        return new Cause(
                "backup-lacking " + store,
                80,
                "%s has no good and recent backup of the %s".formatted(store, SERIES),
                problems.stream().map(Problem::reason).collect(Collectors.joining("; ")),
                Remedy.of(Kind.TAKE_BACKUP, store, SERIES, "take a backup of the %s now".formatted(SERIES)));
    }
}
