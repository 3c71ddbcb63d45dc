package io.upkeep.pipeline;

import io.upkeep.run.Run;
import java.time.Instant;
import java.util.List;

/** Admission's answer, with its reason. */
sealed interface Verdict {

    /**
     * It may start.
     *
     * @param locks to be held from now on, those held already included
     * @param window it starts in; null when it needs none
     * @param usesApproval whether the approvals are used up by this start
     */
    record Start(List<String> locks, Run.StartedIn window, boolean usesApproval) implements Verdict {}

    /**
     * It has begun and goes on.
     *
     * @param locks to be held from now on, those held already included; empty before a step: they stay as they are
     * @param usesApproval whether approvals are used up by this, as far as they were asked for since the start
     */
    record GoOn(List<String> locks, boolean usesApproval) implements Verdict {}

    /** It has begun, and must not go on: what it did is undone. */
    record Stop(String reason) implements Verdict {}

    /**
     * Not yet.
     *
     * @param kind for programs
     * @param reason a sentence
     * @param until when that may change, as far as is known; null otherwise
     * @param locks it queues for; empty when it waits for something else
     * @param ahead how many stand before it in that queue
     */
    record Wait(Kind kind, String reason, Instant until, List<String> locks, long ahead) implements Verdict {

        /** Waits for no lock. */
        Wait(Kind kind, String reason, Instant until) {
            this(kind, reason, until, List.of(), 0);
        }
    }

    /** Never. */
    record Refuse(String reason) implements Verdict {}

    /** What a run can wait for. */
    enum Kind {
        SYSTEM_PAUSED,
        APPROVAL,
        FREEZE,
        WINDOW,
        WILL_NOT_FIT,
        DEPENDENCY,
        NO_BACKUP,
        CONCURRENCY,
        TARGET_BUSY,
        CHILD_RUN,
        /** Nothing: a person let it go on, and it is about to be looked at. */
        RESUMED
    }
}
