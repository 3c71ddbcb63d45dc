package io.upkeep.probe;

import io.upkeep.target.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The times of maintenance as probes see them. */
interface OpenWindows {

    /** Those that are open at an instant. */
    List<Open> openAt(Instant at);

    /** Those that were or are open between two instants, in order. */
    List<Open> between(Instant from, Instant until);

    /**
     * An opening.
     *
     * @param targets a selector, or empty for all
     * @param until when it closes or was ended
     */
    record Open(String window, String targets, Instant from, Instant until) {

        boolean covers(Target target) {
            return targets.isEmpty() || io.upkeep.target.Selector.parse(targets).matches(target);
        }
    }

    /** The first of them that covers the target. */
    static Optional<Open> covering(List<Open> open, Target target) {
        return open.stream().filter(window -> window.covers(target)).findFirst();
    }
}
