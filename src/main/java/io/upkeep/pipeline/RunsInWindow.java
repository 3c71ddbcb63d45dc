package io.upkeep.pipeline;

import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.pipeline.Verdict.Wait;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunRequest;
import io.upkeep.window.AgreedWindows;
import io.upkeep.window.Occurrence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Runs that belong to one opening of a window ({@code inWindow}). Timers and people ask for its work before it opens, so that
 * others can say yes in time: who manages the window waits for those, and no longer than the window is there.
 */
@Component
class RunsInWindow {

    private static final int LOOKED_AT = 50;
    /** What a run waits for, when it has just been asked for. */
    private static final Duration UNTIL_IT_IS_KNOWN = Duration.ofSeconds(2);

    private static final Duration OTHERS_LOOKED_AT_AGAIN = Duration.ofMinutes(1);

    private final AgreedWindows windows;
    private final RunJournal journal;
    private final PipelineCatalog catalog;
    private final JdbcRunHistory history;
    private final Clock clock;

    RunsInWindow(
            AgreedWindows windows, RunJournal journal, PipelineCatalog catalog, JdbcRunHistory history, Clock clock) {
        this.windows = windows;
        this.journal = journal;
        this.catalog = catalog;
        this.history = history;
        this.clock = clock;
    }

    /**
     * The newest run of the same pipeline and inputs that others asked for, and that is under way or began in the window; empty
     * where the asker has one of its own already.
     *
     * @param request of the asker
     */
    Optional<Run> asked(RunRequest request, String opening) {
        if (history.isAsked(request.requestId())) {
            return Optional.empty();
        }
        Occurrence window = find(opening);
        Map<String, String> inputs = catalog.find(request.pipeline())
                .map(pipeline -> pipeline.inputs().complete(pipeline.name(), request.parameters()))
                .orElse(request.parameters());
        return journal.newest(request.pipeline(), LOOKED_AT).stream()
                .filter(run -> run.parameters().equals(inputs))
                .filter(run -> !request.parent().equals(run.parent()))
                .filter(run -> belongs(run, window))
                .findFirst();
    }

    /** One of another window that asks for a person is not waited for: nobody may ever answer. */
    private static boolean belongs(Run run, Occurrence window) {
        return !run.state().isAtRest()
                || (run.startedAt() != null && !run.startedAt().isBefore(window.opens()));
    }

    /**
     * Returns when the run is over, or has begun and will tell the asker of its end.
     *
     * @throws HeldBack until then, as long as the window is there
     * @throws InvalidRequest when that is over and the run has not begun: it would wait for another one
     */
    void requireOverOrBegun(Run run, UUID asker, String opening) {
        boolean isOwn = asker.equals(run.parent());
        if (run.state().isFinal() || (isOwn && run.startedAt() != null)) {
            return;
        }
        Occurrence window = find(opening);
        Instant now = clock.instant();
        boolean isOver = window.state().isFinal() || !now.isBefore(window.closes());
        if (run.startedAt() == null && isOver) {
            throw new InvalidRequest(
                    "run %s of %s did not begin in the %s window, which is over: it %s; ask for it, and have it approved, before the next one opens"
                            .formatted(run.id(), run.pipeline(), window.window(), does(run)));
        }
        Wait wait = new Wait(
                Kind.WINDOW,
                "waits for run %s of %s in the %s window; it %s"
                        .formatted(run.id(), run.pipeline(), window.window(), does(run)),
                isOver ? null : window.closes());
        throw new HeldBack(wait, lookAgain(run, isOwn, isOver ? null : window.closes(), now));
    }

    /** Of its own run's end the asker hears, as of every change of the window; nobody tells it of others' runs. */
    private static Instant lookAgain(Run run, boolean isOwn, Instant closes, Instant now) {
        boolean isTold = isOwn && run.reason() != null;
        Instant later = now.plus(isOwn ? UNTIL_IT_IS_KNOWN : OTHERS_LOOKED_AT_AGAIN);
        return closes != null && (isTold || closes.isBefore(later)) ? closes : later;
    }

    private static String does(Run run) {
        if (run.reason() != null) {
            return run.reason();
        }
        return run.startedAt() == null ? "has not had its turn" : "is at work";
    }

    private Occurrence find(String opening) {
        return windows.find(UUID.fromString(opening))
                .orElseThrow(() -> new InvalidRequest("no window has the id " + opening));
    }
}
