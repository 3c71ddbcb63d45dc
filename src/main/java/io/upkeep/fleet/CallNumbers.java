package io.upkeep.fleet;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells apart the calls that one execution of a step makes with the same script and values: the first, the second, in
 * the order in which they come, which is the same when another owner goes through the step again.
 */
final class CallNumbers {

    private static final int STEPS_REMEMBERED = 10_000;

    private final Map<StepToken, Map<String, Integer>> steps = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<StepToken, Map<String, Integer>> eldest) {
            return size() > STEPS_REMEMBERED;
        }
    };

    /** From 0 on. */
    synchronized int next(StepToken token, String work) {
        return steps.computeIfAbsent(token, step -> new HashMap<>()).merge(work, 1, Integer::sum) - 1;
    }
}
