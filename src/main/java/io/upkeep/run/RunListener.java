package io.upkeep.run;

/**
 * Told of the recorded changes of runs that it wants, inside the transaction that records them: what a listener writes
 * to the database is true exactly when the change is. It must do nothing but write there, and quickly.
 */
public interface RunListener {

    /** Whether it wants to be told; a change that nobody wants to hear of needs one round trip less. */
    default boolean wants(RunNews news) {
        return true;
    }

    /** A run moved, or one of its steps was opened or closed. */
    default void changed(RunNews news) {}

    /** The same when it is committed, in the thread that wrote it, wanted or not; for what is no part of the truth. */
    default void committed(RunNews news) {}
}
