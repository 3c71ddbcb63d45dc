package io.upkeep.performance;

import io.upkeep.performance.Comparison.Verdict;
import io.upkeep.performance.PerformanceDocument.Kind;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Judges an optimisation, as routes see it: {@code method: {ref: optimisationRecord, method: …}}. */
@Component("optimisationRecord")
public class OptimisationRecord {

    private static final String BEFORE_AND_AFTER =
            "Before and after, together with whatever else the machine did meanwhile; this undoes nothing";
    private static final String SIDE_BY_SIDE =
            "The old and the new settings in turn, in one session; what they make slower is undone";

    private final DatabaseTuning tuning;
    private final Documents documents;
    private final Clock clock;

    OptimisationRecord(DatabaseTuning tuning, Documents documents, Clock clock) {
        this.tuning = tuning;
        this.documents = documents;
        this.clock = clock;
    }

    /**
     * Measures again, compares, and writes the document.
     *
     * @param vacuumed what was, in words; likewise {@code rebuilt} and {@code changed}
     * @param before what {@link DatabaseTuning#measure} gave
     * @throws IllegalStateException when the settings made a query slower, beyond noise
     */
    public String judge(
            String run,
            String target,
            String file,
            String vacuumed,
            String rebuilt,
            String changed,
            Map<String, List<Double>> before) {
        Map<String, Object> done = new LinkedHashMap<>();
        done.put("vacuumed", vacuumed);
        done.put("rebuilt", rebuilt);
        done.put("changed", changed);
        List<Comparison> all = DatabaseTuning.compared(before, tuning.measure(target, file));
        // side by side in one session: what else the machine does meets both alike, so that this one may decide
        List<Comparison> settings = tuning.settingsCompared(run, target, file);
        List<Comparison> worse = settings.stream()
                .filter(query -> query.verdict() == Verdict.WORSE)
                .toList();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("target", target);
        content.put("done", done);
        content.put("overall", all);
        content.put("settings", settings);
        content.put("undone", !worse.isEmpty());
        String text =
                "# Optimisation of %s, %s%n%n%s%n%n## Before and after%n%n%s:%n%n%s%n%n## The settings, side by side%n%n%s:%n%n%s%n"
                        .formatted(
                                target,
                                Words.day(clock.instant()),
                                done.entrySet().stream()
                                        .map(step -> "- %s: %s".formatted(step.getKey(), step.getValue()))
                                        .collect(Collectors.joining("\n")),
                                BEFORE_AND_AFTER,
                                sentences(all),
                                SIDE_BY_SIDE,
                                settings(settings));
        documents.write(Kind.OPTIMISATION, UUID.fromString(run), content, text, clock.instant());
        if (!worse.isEmpty()) {
            throw new PerformanceFailed("the settings made it slower and are put back: "
                    + worse.stream().map(Comparison::sentence).collect(Collectors.joining("; ")));
        }
        return "%s:%n%s%n%s:%n%s".formatted(SIDE_BY_SIDE, settings(settings), BEFORE_AND_AFTER, sentences(all));
    }

    private static String settings(List<Comparison> settings) {
        return settings.isEmpty() ? "- none was changed" : sentences(settings);
    }

    private static String sentences(List<Comparison> comparisons) {
        return comparisons.stream().map(query -> "- " + query.sentence()).collect(Collectors.joining("\n"));
    }
}
