package io.upkeep.diagnosis;

import io.upkeep.run.StopWords;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was tried about an issue in vain. After that the next cause's remedy is proposed, unless a person has decided: a no, or a run
 * that was stopped, is an answer.
 *
 * @param now what this run tried, for people; empty when it failed before or after that
 * @param all ids of what it and those before it tried
 * @param isDone whether all of it was done, and did not help
 * @param failure what came of it
 */
record Attempts(List<String> now, Set<String> all, boolean isDone, String failure) {

    /** So many remedies are tried about one issue; after that a person knows better. */
    static final int MOST = 5;

    private static final int LONGEST = 500;
    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)");

    /** A proposal that somebody said yes to, and that failed. */
    private static final String FAILED_AFTER_YES = "of apply-remedy ended ROLLED_BACK";

    /** Copies them, in their order. */
    Attempts {
        now = List.copyOf(now);
        all = new LinkedHashSet<>(all);
    }

    /** Whether the remedy with this place in order was done to its end, by the steps that were finished. */
    static boolean isDone(List<String> completed, int index) {
        return completed.stream()
                .anyMatch(
                        step -> step.endsWith("/tell-done[" + index + "]") || step.endsWith("/propose[" + index + "]"));
    }

    /** The ids in a text. */
    static Set<String> ids(String tried) {
        return tried == null || tried.isBlank()
                ? Set.of()
                : new LinkedHashSet<>(Arrays.asList(tried.strip().split("\\s+")));
    }

    /**
     * What a run of troubleshooting tried, by the step at which it failed.
     *
     * @param remedies what it was going to do, in order
     * @param tried what was tried before, ids
     * @param failure null when a person stopped it between two steps
     */
    static Attempts of(List<Map<?, ?>> remedies, String tried, String failedStep, String failure) {
        if (failure != null && StopWords.tellOfAPerson(failure)) {
            return new Attempts(List.of(), ids(tried), false, failure);
        }
        boolean isDone = "verify".equals(failedStep);
        int begun = isDone ? remedies.size() : begun(failedStep, failure);
        List<Map<?, ?>> now =
                remedies.stream().limit(failure == null ? 0 : begun).toList();
        Set<String> all = new LinkedHashSet<>(ids(tried));
        now.forEach(remedy -> all.add(String.valueOf(remedy.get("id"))));
        return new Attempts(
                now.stream().map(remedy -> String.valueOf(remedy.get("says"))).toList(), all, isDone, failure);
    }

    private static int begun(String failedStep, String failure) {
        if (failedStep == null || failure == null || !failedStep.startsWith("solve-")) {
            return 0;
        }
        boolean isOver = failedStep.contains("/remedy")
                || (failedStep.contains("/propose") && failure.contains(FAILED_AFTER_YES));
        Matcher index = INDEX.matcher(failedStep);
        return isOver && index.find() ? Integer.parseInt(index.group(1)) + 1 : 0;
    }

    boolean mayGoOn() {
        return all.size() < MOST;
    }

    /** What was tried and what came of it. */
    String words() {
        return "tried: %s; it %s: %s"
                .formatted(
                        now.stream().collect(Collectors.joining(", ")),
                        isDone ? "did not help" : "failed",
                        Bounded.line(failure, LONGEST));
    }

    /** Why nothing else is proposed. */
    String end() {
        return mayGoOn()
                ? "nothing more is proposed: no other likely cause has a remedy that was not tried; it is a person's to judge"
                : "nothing more is proposed: %d remedies were tried; it is a person's to judge".formatted(all.size());
    }
}
