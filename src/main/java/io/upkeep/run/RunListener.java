package io.upkeep.run;

/**
 * Told of every recorded change of a run, inside the transaction that records it: what a listener writes to the
 * database is true exactly when the change is. It must do nothing but write there, and quickly.
 */
public interface RunListener {

    /** A run moved, or one of its steps was opened or closed. */
    void changed(RunNews news);
}
