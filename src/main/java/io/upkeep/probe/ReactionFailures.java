package io.upkeep.probe;

/** Told when a route that reacts to changes of state has failed, in the transaction that records the change. */
public interface ReactionFailures {

    /** It failed and left nothing behind. */
    void failed(String route, StateChange change, String why);
}
