package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Evidence.Answer;
import io.upkeep.diagnosis.Evidence.FailedRun;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Decides whether a problem was gone before anything was done about it. That nothing is found is not enough: what a person feels
 * and Upkeep does not measure looks the same.
 */
final class ByItself {

    private static final int MOST = 5;

    private ByItself() {}

    /** What says that it is gone, in words; empty when it is there, or nobody can tell. */
    static String gone(Evidence evidence, Causes causes) {
        if (!evidence.inScope().isEmpty()
                || causes.ranked().stream().anyMatch(cause -> cause.isLikely() && !cause.isPast())) {
            return "";
        }
        FailedRun run = evidence.past().run();
        if (run != null) {
            return over(run);
        }
        if (evidence.issue().endsElsewhere()) {
            return "";
        }
        List<Answer> answers = evidence.past().answers().stream()
                .filter(answer -> evidence.issue().concerns(answer.target()))
                .toList();
        if (answers.isEmpty() || !answers.stream().allMatch(Answer::isWell)) {
            return "";
        }
        String recovered = answers.stream()
                .filter(answer -> answer.wasCritical() != null)
                .sorted(Comparator.comparing(Answer::wasCritical).reversed())
                .limit(MOST)
                .map(answer -> "%s %s was critical last at %s and is well again"
                        .formatted(answer.target(), answer.probe(), answer.wasCritical()))
                .collect(Collectors.joining("; "));
        if (!recovered.isEmpty()) {
            return recovered;
        }
        // whether a service answers is just what its probes ask
        return evidence.issue().type() == IssueType.SERVICE_FAILURE
                ? answers.stream().map(Answer::target).distinct().limit(MOST).collect(Collectors.joining(", "))
                        + " answers every probe"
                : "";
    }

    private static String over(FailedRun run) {
        return switch (run.state()) {
            case "ROLLED_BACK" ->
                run.undid() ? "run %s of %s undid what it did".formatted(run.id(), run.pipeline()) : "";
            case "SUCCEEDED", "CANCELLED", "REJECTED" ->
                "run %s of %s is %s".formatted(run.id(), run.pipeline(), run.state());
            default -> "";
        };
    }
}
