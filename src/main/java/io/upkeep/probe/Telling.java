package io.upkeep.probe;

import java.util.List;

/** Whether a state is told, or held back and why: a pure function. */
final class Telling {

    private Telling() {}

    /**
     * Why a change is not told now; null when it is.
     *
     * @param told what was told last
     * @param window the open window that covers the target; null for none
     * @param down the targets it depends on that are down
     */
    static String held(ProbeState told, HardState now, String window, List<String> down) {
        boolean worse = now.hard().compareTo(told) > 0;
        if (now.hard() == told) {
            return null;
        }
        // what was told to be bad gets its recovery, also while a window is open
        if (worse && window != null) {
            return "maintenance: window " + window + " is open";
        }
        if (worse && !down.isEmpty()) {
            return String.join(", ", down) + (down.size() == 1 ? " is" : " are") + " down, which it depends on";
        }
        return now.flapping() ? "it changes too often (flapping)" : null;
    }
}
