package io.upkeep.probe;

import io.upkeep.text.Amount;
import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a health check found, for people. */
final class HealthWords {

    private static final int MOST = 20;

    private HealthWords() {}

    /** What {@link HealthJudge#record} gave: one line, and one for each problem. */
    static String of(Map<String, Object> recorded) {
        int checks = 0;
        List<String> states = new ArrayList<>();
        for (ProbeState state : ProbeState.values()) {
            if (recorded.get(state.name()) instanceof Number count) {
                checks += count.intValue();
                states.add("%d %s".formatted(count.intValue(), state));
            }
        }
        List<?> problems = (List<?>) recorded.get("problems");
        StringBuilder text = new StringBuilder("%s of %s: %s"
                .formatted(
                        Amount.of(checks, "check"),
                        Amount.of(((Number) recorded.get("targets")).longValue(), "target"),
                        problems.isEmpty() ? "all OK" : String.join(", ", states)));
        problems.stream().limit(MOST).forEach(problem -> text.append("\n  ").append(Shown.reason(problem)));
        if (problems.size() > MOST) {
            text.append("\n  and %d more; see upkeep targets".formatted(problems.size() - MOST));
        }
        return text.toString();
    }
}
