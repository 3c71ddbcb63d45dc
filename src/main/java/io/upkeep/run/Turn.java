package io.upkeep.run;

/** Decides which node does a work that only one may do: at most one has the turn at a time. */
public interface Turn {

    /** Whether this node has it now. */
    boolean isOurs();
}
