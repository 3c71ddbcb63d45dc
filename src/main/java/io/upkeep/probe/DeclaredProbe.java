package io.upkeep.probe;

import io.upkeep.probe.condition.Answer;
import io.upkeep.probe.condition.Condition;
import io.upkeep.probe.condition.Fact;
import io.upkeep.probe.condition.Outcome;
import io.upkeep.text.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A probe as application.yaml declares it.
 *
 * @param target the target's name
 * @param name unique on the target
 * @param every how often it is asked
 * @param criticalUnless what a good answer meets; one that is not met is CRITICAL
 * @param warningUnless what a good answer also meets; one that is not met is a WARNING
 * @param options what its route needs, as variables: {@code address}, {@code method}, {@code script} …
 */
public record DeclaredProbe(
        String target,
        String name,
        ProbeKind kind,
        Duration every,
        Thresholds thresholds,
        List<Condition> criticalUnless,
        List<Condition> warningUnless,
        Map<String, String> options) {

    /** Keeps copies. */
    public DeclaredProbe {
        criticalUnless = List.copyOf(criticalUnless);
        warningUnless = List.copyOf(warningUnless);
        options = Map.copyOf(options);
    }

    /** What an answer means: a pure function. */
    public Verdict judge(Answer answer) {
        boolean asksForSilence =
                criticalUnless.stream().anyMatch(condition -> condition.facts().contains(Fact.CONNECTED));
        if (answer.failure() != null && !(asksForSilence && answer.isDown())) {
            // that a host cannot be reached is told by the probe that asks it for its figures
            return kind == ProbeKind.SCRIPT || !answer.isDown()
                    ? Verdict.unknown(Shown.reason(answer.failure()))
                    : Verdict.critical(Shown.reason(answer.failure()));
        }
        List<String> critical = unmet(criticalUnless, answer);
        if (!critical.isEmpty()) {
            return Verdict.critical(said(critical, answer));
        }
        List<String> warning = unmet(warningUnless, answer);
        return warning.isEmpty() ? Verdict.ok(good(answer)) : Verdict.warning(said(warning, answer));
    }

    private static List<String> unmet(List<Condition> conditions, Answer answer) {
        return conditions.stream()
                .map(condition -> condition.check(answer))
                .filter(outcome -> !outcome.met())
                .map(Outcome::reason)
                .toList();
    }

    private static String said(List<String> unmet, Answer answer) {
        String why = answer.failure() == null ? "" : "; " + answer.failure();
        return Shown.reason("not met: " + String.join("; ", unmet) + why);
    }

    private String good(Answer answer) {
        Object millis = answer.fact(Fact.RESPONSE_TIME);
        Object lag = answer.fact(Fact.LAG);
        String all = kind.hasFigures()
                ? String.valueOf(answer.fact(Fact.BODY))
                        .replaceAll("[{}\"]", "")
                        .replace(",", ", ")
                : criticalUnless.stream().map(Condition::toString).collect(Collectors.joining("; "));
        return Shown.reason(
                all + (lag == null ? "" : ", lag " + lag) + (millis == null ? "" : ", in " + millis + " ms"));
    }
}
