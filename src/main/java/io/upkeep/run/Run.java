package io.upkeep.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * One execution of a pipeline, as the journal last saw it.
 *
 * @param parameters checked against the pipeline's inputs, defaults filled in
 * @param requestedBy who or what asked: {@code person:ada}, {@code timer:nightly}, {@code kafka:maintenance.requests}
 * @param priority higher starts first; 0 unless asked otherwise
 * @param parent the run that asked for this one as its child; null when none did
 * @param epoch rises with every pick-up; a writer with an older one is fenced
 * @param routeHash SHA-256 of the route's text at the start; null before
 * @param failedStep path of the step that failed; null when none did
 * @param failure what failed, for people, free of secrets; null when nothing did
 * @param reason why the run waits, asks for a person, or goes on past its window's end; null otherwise
 * @param waiting what it waits for; null when it does not
 * @param wish what a person asked of it while it was being worked on; null when nothing
 * @param window the maintenance window it started in; null when it needed none
 * @param lastWrite the newest write of an owner that is in it; null before the first. Who takes a run up has seen all that is
 *     written of it, or is fenced
 */
public record Run(
        UUID id,
        String pipeline,
        RunState state,
        Map<String, String> parameters,
        String requestedBy,
        Instant requestedAt,
        int priority,
        UUID parent,
        Instant startedAt,
        Instant finishedAt,
        long epoch,
        String routeHash,
        String failedStep,
        String failure,
        String reason,
        Waiting waiting,
        Wish wish,
        StartedIn window,
        UUID lastWrite) {

    /** A waiting run's priority rises by one with each of these, so that it is not overtaken for ever. */
    public static final Duration AGEING = Duration.ofMinutes(10);

    /** Copies the parameters, in order. */
    public Run {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** A run as it is when it was asked for: nobody has taken it up. */
    public static Run requested(
            UUID id, String pipeline, Map<String, String> parameters, String by, Instant at, int priority) {
        return new Run(
                id,
                pipeline,
                RunState.REQUESTED,
                parameters,
                by,
                at,
                priority,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * What a run waits for.
     *
     * @param kind such as {@code WINDOW} or {@code TARGET_BUSY}, for programs
     * @param until when it is looked at again at the latest
     * @param locks names of the locks it queues for
     */
    public record Waiting(String kind, Instant until, List<String> locks) {

        private static final Set<String> WITH_A_TIME = Set.of("WINDOW", "FREEZE", "WILL_NOT_FIT");

        /** When that is known to change; null when it changes with what others do, and is only looked at again. */
        public Instant changesAt() {
            return WITH_A_TIME.contains(kind) ? until : null;
        }

        /** Waits for none of the locks it will need. */
        public Waiting(String kind, Instant until) {
            this(kind, until, List.of());
        }
    }

    /**
     * The occurrence of a maintenance window that a run started in.
     *
     * @param closes as it was known then
     * @param isOverrun whether it was told that the run goes on past its end
     */
    public record StartedIn(String window, Instant closes, boolean isOverrun) {

        /** Nobody has been told anything yet. */
        public StartedIn(String window, Instant closes) {
            this(window, closes, false);
        }
    }

    /** What a person asked of a run at work. */
    public record Wish(Kind kind, String by) {

        /** What may be wished. */
        public enum Kind {
            /** Stop before the next step. */
            PAUSE,
            /** Stop now. */
            CANCEL,
            /** Stop now and undo. */
            ROLL_BACK
        }
    }

    /** The run after a change of its state; an epoch raised by taking it up, too. */
    public Run moved(RunState next, RunJournal.Change change, long newEpoch, Instant now) {
        boolean running = next == RunState.RUNNING;
        return new Run(
                id,
                pipeline,
                next,
                parameters,
                requestedBy,
                requestedAt,
                priority,
                parent,
                startedAt == null && running ? now : startedAt,
                next.isAtRest() ? now : null,
                newEpoch,
                change.routeHash() == null ? routeHash : change.routeHash(),
                running ? null : first(change.failedStep(), failedStep),
                running ? null : first(change.failure(), failure),
                change.reason(),
                next.waits() ? change.waiting() : null,
                next.endsWishes() ? null : wish,
                change.window() == null ? window : change.window(),
                lastWrite);
    }

    /** The run as its new owner holds it. */
    public Run takenUp() {
        return with(epoch + 1, wish, reason, window);
    }

    /** Whether a person has asked for its end, undone or not, and it has not come to that yet. */
    public boolean isEnding() {
        return wish != null && wish.kind() != Wish.Kind.PAUSE;
    }

    /** The run with what a person wants of it. */
    public Run asked(Wish wanted) {
        return with(epoch, wanted, reason, window);
    }

    /** The run of which it is told that it goes on past its window's end, until its next move with the reason. */
    public Run overran(String why) {
        return with(epoch, wish, why, new StartedIn(window.window(), window.closes(), true));
    }

    /** The run at work of which it is known that it fails: other branches come to their end first. */
    public Run failing(String step, String why) {
        return with(epoch, wish, step, why, reason, window);
    }

    private Run with(long newEpoch, Wish wanted, String why, StartedIn in) {
        return with(newEpoch, wanted, failedStep, failure, why, in);
    }

    private Run with(long newEpoch, Wish wanted, String newFailedStep, String newFailure, String why, StartedIn in) {
        return new Run(
                id,
                pipeline,
                state,
                parameters,
                requestedBy,
                requestedAt,
                priority,
                parent,
                startedAt,
                finishedAt,
                newEpoch,
                routeHash,
                newFailedStep,
                newFailure,
                why,
                waiting,
                wanted,
                in,
                lastWrite);
    }

    private static String first(String a, String b) {
        return a == null ? b : a;
    }
}
