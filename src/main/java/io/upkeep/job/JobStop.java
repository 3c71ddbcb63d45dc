package io.upkeep.job;

import java.util.Map;
import java.util.function.Supplier;

/** Why a step that waits for a job was interrupted, as the engine says in the exchange property {@value #PROPERTY}. */
enum JobStop {
    CANCELLED(true, "the run was cancelled"),
    TIMED_OUT(true, "the step took longer than it may"),
    OWNERSHIP_LOST(false, "another node owns the run"),
    SHUTDOWN(false, "this node stops");

    static final String PROPERTY = "UpkeepStopReason";

    /**
     * Why a job is ended, and what a person does then.
     *
     * @param why half a sentence
     * @param next beginning with a semicolon; empty where the person wanted it so
     */
    record Ending(String why, String next) {

        private static final String LATE = "see there what took so long";

        static Ending late(String why) {
            return new Ending(why, "; " + LATE + ", then rerun, with more time (within) where it needs that");
        }

        /** Where it was no job that took so long, but a server that says nothing. */
        Ending silent(String why, String look) {
            return new Ending(this.why + why, next.replace(LATE, look));
        }
    }

    private final boolean endsJob;
    private final String words;

    JobStop(boolean endsJob, String words) {
        this.endsJob = endsJob;
        this.words = words;
    }

    /** Whether nobody will wait for the job any more. */
    boolean endsJob() {
        return endsJob;
    }

    Ending ending() {
        return this == TIMED_OUT ? Ending.late(words) : new Ending(words, "");
    }

    static JobStop of(Map<String, Object> properties) {
        Object reason = properties.get(PROPERTY) instanceof Supplier<?> given ? given.get() : null;
        return reason == null ? CANCELLED : valueOf(reason.toString());
    }
}
