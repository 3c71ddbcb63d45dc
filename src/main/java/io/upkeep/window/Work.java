package io.upkeep.window;

import io.upkeep.target.Target;
import java.util.List;

/**
 * What wants to start: windows and freezes may be for some pipelines or targets only.
 *
 * @param pipeline its name
 * @param targets what it touches; empty for none
 */
public record Work(String pipeline, List<Target> targets) {

    /** Keeps a copy of the list. */
    public Work {
        targets = List.copyOf(targets);
    }
}
