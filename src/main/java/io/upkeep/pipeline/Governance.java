package io.upkeep.pipeline;

import io.upkeep.window.WindowChoice;
import java.util.List;

/**
 * When the runs of a pipeline may start.
 *
 * @param approval roles whose yes is needed, each by another person; empty when no one is asked
 * @param dependsOn pipelines whose newest finished run must have succeeded
 * @param backups how new verified backups must be
 * @param priority higher starts first
 */
public record Governance(
        WindowChoice window,
        List<String> approval,
        Overlap overlap,
        List<String> dependsOn,
        BackupGate backups,
        Overrun overrun,
        int priority) {

    /** What a run does when as many of its pipeline are under way as may be. */
    public enum Overlap {
        /** Waits for its turn. */
        QUEUE,
        /** Is refused. */
        SKIP,
        /** Has the older ones cancelled and waits for their end. */
        CANCEL_OLDER
    }

    /** What a run does when its window closes under it. */
    public enum Overrun {
        /** Goes on to its end; the overrun is told. */
        FINISH,
        /** Stops before its next changing step and rolls back. */
        STOP
    }

    /** Copies the lists. */
    public Governance {
        approval = List.copyOf(approval);
        dependsOn = List.copyOf(dependsOn);
    }

    /** Whether nothing but the run's locks can make it wait. */
    boolean isFree() {
        return window.isAnyTime() && approval.isEmpty() && dependsOn.isEmpty() && backups.isOpen();
    }
}
