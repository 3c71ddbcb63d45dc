package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Evidence.Change;
import io.upkeep.diagnosis.Evidence.Version;
import io.upkeep.diagnosis.Remedy.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Causes that lie in a change: the last one before the first failure, and files that nobody deployed. */
final class ChangeRules implements CauseRule {

    private static final Duration SOON = Duration.ofMinutes(10);
    private static final Duration LATER = Duration.ofHours(2);
    /** Of a change that touched nothing of what fails: told, and left alone. */
    private static final int ELSEWHERE = 30;

    @Override
    public Stream<Cause> causes(Evidence evidence) {
        return Stream.concat(recent(evidence), drift(evidence));
    }

    /**
     * A change that works is no cause: only what came before a failure counts, and what changed something that fails now. Where people
     * say that it is the configuration, any change is a guess worth their yes.
     */
    private static Stream<Cause> recent(Evidence evidence) {
        if (evidence.inScope().isEmpty()) {
            return Stream.empty();
        }
        return evidence.past().changes().stream()
                .filter(change -> age(evidence, change).compareTo(LATER) <= 0
                        && !age(evidence, change).isNegative())
                .limit(3)
                .map(change -> changed(evidence, change));
    }

    private static Duration age(Evidence evidence, Change change) {
        return Duration.between(change.at(), evidence.firstFailure());
    }

    private static Cause changed(Evidence evidence, Change change) {
        Duration age = age(evidence, change);
        boolean touched = evidence.inScope().stream()
                .anyMatch(problem -> evidence.issue().isOn(change.touches(), problem.target()));
        String what = change.version().isEmpty() ? change.pipeline() : "version " + change.what();
        return new Cause(
                "change " + change.id(),
                touched ? byAge(age) : untouched(evidence),
                "%s came %s before the first failure".formatted(what, words(age)),
                "run %s of %s, done at %s".formatted(change.id(), change.pipeline(), change.at()),
                change.before().isEmpty()
                        ? null
                        : new Remedy(
                                Kind.DEPLOY_VERSION,
                                change.environment(),
                                change.commitBefore(),
                                change.commit(),
                                !touched,
                                "deploy the version before it, %s, to %s"
                                        .formatted(change.whatBefore(), change.environment())));
    }

    private static int byAge(Duration age) {
        return age.compareTo(SOON) <= 0 ? 80 : 55;
    }

    private static int untouched(Evidence evidence) {
        return evidence.issue().type() == IssueType.CONFIGURATION_ISSUE ? Cause.LIKELY : ELSEWHERE;
    }

    private static String words(Duration age) {
        long minutes = age.toMinutes();
        return minutes < 1 ? "less than a minute" : minutes + " min";
    }

    /** Half undone, hosts differ from what was deployed: another deployment would wait for the rollback that mends it. */
    private static Stream<Cause> drift(Evidence evidence) {
        boolean isMended = RunRules.rollbackMends(evidence);
        boolean fits = evidence.issue().type() == IssueType.CONFIGURATION_ISSUE;
        boolean down = !evidence.inScope().isEmpty();
        return evidence.drift().entrySet().stream()
                .filter(host -> evidence.issue().concerns(host.getKey()))
                .map(host -> drifted(host, evidence.deployed(), !isMended && (fits || down) ? 94 : 60));
    }

    private static Cause drifted(Map.Entry<String, List<String>> host, Version deployed, int score) {
        return new Cause(
                "drift " + host.getKey(),
                score,
                "the configuration of %s is not the deployed version %s".formatted(host.getKey(), deployed.shown()),
                String.join("; ", host.getValue()),
                Remedy.of(
                        Kind.DEPLOY_VERSION,
                        deployed.environment(),
                        deployed.version(),
                        "deploy version %s to %s again".formatted(deployed.shown(), deployed.environment())));
    }
}
