package io.upkeep.probe;

/** How a probe stands, from best to worst; UNKNOWN is what could not be found out, and is never shown as good. */
public enum ProbeState {
    OK,
    UNKNOWN,
    WARNING,
    CRITICAL;

    /** The worse of two. */
    public ProbeState or(ProbeState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
