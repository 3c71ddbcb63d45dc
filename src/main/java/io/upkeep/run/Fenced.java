package io.upkeep.run;

import java.util.UUID;

/** The run belongs to a newer epoch: whoever gets this must stop working on the run at once and write nothing more. */
public final class Fenced extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names the run and the epoch that is over. */
    public Fenced(UUID run, long epoch) {
        super("run %s is no longer owned at epoch %d; another owner took it up".formatted(run, epoch));
    }
}
