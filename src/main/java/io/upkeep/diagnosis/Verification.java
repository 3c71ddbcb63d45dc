package io.upkeep.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** Decides whether a problem is gone. */
final class Verification {

    private Verification() {}

    /**
     * What is still wrong, in words; empty when the problem is gone.
     *
     * @param after what was seen after the remedies
     * @param causes of that
     * @param remedied keys of the causes that something was done about
     */
    static List<String> left(Evidence after, Causes causes, List<String> remedied) {
        List<String> left = new ArrayList<>();
        after.inScope().forEach(problem -> left.add(problem.toString()));
        causes.ranked().stream()
                .filter(cause -> remedied.contains(cause.key()) && !cause.isPast())
                .forEach(cause -> left.add(cause.says()));
        Evidence.FailedRun run = after.past().run();
        if (run != null && run.asks()) {
            left.add("run %s of %s is %s".formatted(run.id(), run.pipeline(), run.state()));
        }
        return left;
    }
}
