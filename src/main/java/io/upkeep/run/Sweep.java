package io.upkeep.run;

/** Deletes rows that are older than they are to be kept, a batch at a time, so that nobody has to wait for it. */
public interface Sweep {

    /** Deletes one batch in a transaction of its own; several nodes may do so at once. */
    Swept batch();

    /**
     * What a batch came to.
     *
     * @param what the rows, as people call them: {@code sent events}
     * @param isDone whether nothing that is old enough is left
     */
    record Swept(String what, int deleted, boolean isDone) {}
}
