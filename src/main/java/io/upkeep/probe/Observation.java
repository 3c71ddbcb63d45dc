package io.upkeep.probe;

import io.upkeep.text.Shown;
import java.time.Instant;
import java.util.Map;

/**
 * What one check saw of one target, before it is judged. JSON-able: it is kept in the run's journal.
 *
 * @param name tells several checks of the same kind on one target apart, such as two queries; or empty
 * @param answer what the target said, already reduced to what is judged; empty when it failed
 * @param failure why there is no answer, or null
 * @param down whether the failure means that the target does not work, and not just that nothing is known
 */
record Observation(
        String target, Check check, String name, Instant at, Map<String, Object> answer, String failure, boolean down) {

    static Observation answered(String target, Check check, String name, Instant at, Map<String, Object> answer) {
        return new Observation(target, check, name, at, answer, null, false);
    }

    static Observation failed(String target, Check check, String name, Instant at, String failure, boolean down) {
        return new Observation(target, check, name, at, Map.of(), Shown.reason(failure), down);
    }

    /** What its results replace as a whole: a probe of the same origin that is gone now is forgotten. */
    String origin() {
        return name.isEmpty() ? check.word() : check.word() + "-" + name;
    }
}
