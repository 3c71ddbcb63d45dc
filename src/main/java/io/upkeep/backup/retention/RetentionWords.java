package io.upkeep.backup.retention;

import io.upkeep.backup.retention.RetentionRules.Verdict;
import io.upkeep.text.Amount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What goes and what stays, for people. */
public final class RetentionWords {

    private RetentionWords() {}

    /**
     * Says it.
     *
     * @param verdicts by series
     * @param going ids of those that go now
     */
    public static String of(Map<String, List<Verdict>> verdicts, Set<String> going) {
        int all = verdicts.values().stream().mapToInt(List::size).sum();
        if (all == 0) {
            return "no backup is stored, so none can go; 'upkeep pipelines' shows those that take one";
        }
        if (going.isEmpty()) {
            return "nothing goes: %s, each is kept by a rule; 'upkeep backup retention' tells which"
                    .formatted(Amount.of(all, "backup is stored", "backups are stored"));
        }
        StringBuilder text =
                new StringBuilder("%d of %d backups go; kept by a rule: %d ('upkeep backup retention' tells which)"
                        .formatted(going.size(), all, stays(verdicts)));
        verdicts.forEach((series, own) -> text.append(line(series, own, going)));
        return text.toString();
    }

    private static long stays(Map<String, List<Verdict>> verdicts) {
        return verdicts.values().stream()
                .flatMap(List::stream)
                .filter(Verdict::stays)
                .count();
    }

    private static String line(String series, List<Verdict> verdicts, Set<String> going) {
        Map<String, Integer> why = new TreeMap<>();
        verdicts.stream()
                .filter(verdict -> going.contains(verdict.id().toString()))
                .forEach(verdict -> why.merge(String.join(", ", verdict.reasons()), 1, Integer::sum));
        StringBuilder text = new StringBuilder();
        why.forEach((reason, count) -> text.append("\n  %d of %s: %s".formatted(count, series, reason)));
        return text.toString();
    }
}
