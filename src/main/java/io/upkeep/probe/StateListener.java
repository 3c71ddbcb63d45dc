package io.upkeep.probe;

/** Told of a probe's change of state, in the transaction that records it. */
public interface StateListener {

    /** It changed. What this throws undoes the recording, which is tried again. */
    void changed(StateChange change);
}
