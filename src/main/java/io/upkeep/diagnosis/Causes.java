package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Remedy.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The causes of an issue, the likeliest first, and what is to be done.
 *
 * @param ranked at most {@link #MOST}
 * @param tried ids of remedies that failed or did not help: none is done twice, and a person is asked about all others
 */
record Causes(IssueType type, List<Cause> ranked, Set<String> tried) {

    static final int MOST = 10;

    private static final int AT_ONCE = 5;
    private static final List<CauseRule> RULES = List.of(
            new HostRules(),
            new PackageRules(),
            new ServiceRules(),
            new ChangeRules(),
            new StoreRules(),
            new RunRules(),
            new BackupRules(),
            new LackingBackupRules());

    /** Copies the set. */
    Causes {
        tried = Set.copyOf(tried);
    }

    /** Asks every rule; nothing was tried. */
    static Causes of(Evidence evidence) {
        return of(evidence, Set.of());
    }

    /** Asks every rule. */
    static Causes of(Evidence evidence, Set<String> tried) {
        return new Causes(
                evidence.issue().type(),
                RULES.stream()
                        .flatMap(rule -> rule.causes(evidence))
                        .sorted(Comparator.comparingInt(Cause::score).reversed().thenComparing(Cause::key))
                        .limit(MOST)
                        .toList(),
                tried);
    }

    boolean has(String key) {
        return ranked.stream().anyMatch(cause -> cause.key().equals(key));
    }

    /** Keys of the likely ones. */
    List<String> likely() {
        return ranked.stream().filter(Cause::isLikely).map(Cause::key).toList();
    }

    /**
     * What is done, in order: the remedy of the likeliest cause that has one not tried yet, on every target that needs the same; then a
     * run that stopped goes on. Nothing is done past a likelier cause without a remedy that would make it useless.
     */
    List<Cause> chosen() {
        List<Cause> likely = ranked.stream()
                .filter(Cause::isLikely)
                .filter(cause ->
                        cause.remedy() == null || !tried.contains(cause.remedy().id()))
                .toList();
        Optional<Remedy> first = likely.stream()
                .takeWhile(cause -> !stands(cause))
                .map(Cause::remedy)
                .filter(remedy -> remedy != null)
                .findFirst();
        if (first.isEmpty()) {
            return List.of();
        }
        Stream<Cause> same = likely.stream()
                .filter(cause -> cause.remedy() != null)
                .filter(cause ->
                        cause.remedy().kind() == first.get().kind() && isAsked(cause.remedy()) == isAsked(first.get()));
        List<Cause> chosen =
                new ArrayList<>(distinct(same.toList()).stream().limit(AT_ONCE).toList());
        if (first.get().kind() != Kind.RESUME_RUN) {
            likely.stream()
                    .filter(cause -> cause.remedy() != null && cause.remedy().kind() == Kind.RESUME_RUN)
                    .forEach(chosen::add);
        }
        return chosen;
    }

    /** Whether a person is asked before this is done. */
    boolean isAsked(Remedy remedy) {
        return !tried.isEmpty() || remedy.risky() || !type.allows(remedy.kind());
    }

    /** What nothing helps against but a person. */
    private static boolean stands(Cause cause) {
        return cause.remedy() == null
                && (cause.key().startsWith("host-away")
                        || cause.key().startsWith("database-away")
                        || cause.key().startsWith("cache-away"));
    }

    private static List<Cause> distinct(List<Cause> causes) {
        List<Cause> distinct = new ArrayList<>();
        for (Cause cause : causes) {
            if (distinct.stream().noneMatch(other -> other.remedy().equals(cause.remedy()))) {
                distinct.add(cause);
            }
        }
        return distinct;
    }
}
