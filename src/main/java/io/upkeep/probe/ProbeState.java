package io.upkeep.probe;

/**
 * How a probe stands, from best to worst. UNKNOWN is what could not be found out, and is never shown as good; MAINTENANCE is only
 * shown: while a window is open that covers the target, whatever the results are.
 */
public enum ProbeState {
    OK,
    MAINTENANCE,
    UNKNOWN,
    WARNING,
    CRITICAL;

    /** The worse of two. */
    public ProbeState or(ProbeState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
