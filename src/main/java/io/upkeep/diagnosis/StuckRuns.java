package io.upkeep.diagnosis;

import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunState;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Runs that ask for a person, as routes see them: {@code method: {ref: stuckRuns, method: …}}. */
@Component("stuckRuns")
public class StuckRuns {

    private final RunJournal journal;
    private final ObjectProvider<RunDecisions> decisions;

    StuckRuns(RunJournal journal, ObjectProvider<RunDecisions> decisions) {
        this.journal = journal;
        this.decisions = decisions;
    }

    /** Lets a run that asks for a person go on; one that has gone on is left alone. */
    public String goOn(String run, String by) {
        UUID id = UUID.fromString(run);
        RunState state = state(id);
        if (state == RunState.ROLLBACK_FAILED || state == RunState.NEEDS_ATTENTION) {
            decisions.getObject().resume(id, "run:" + by);
        }
        return "run " + run + " goes on";
    }

    /**
     * Says how it ended; that it asks for a person again is an end, too.
     *
     * @throws DiagnosisFailed while it is at work
     */
    public String requireAtRest(String run) {
        RunState state = state(UUID.fromString(run));
        if (!state.isAtRest()) {
            throw new DiagnosisFailed("run %s went on and is %s".formatted(run, state));
        }
        return "run %s is %s".formatted(run, state);
    }

    /** Gives back the lock of a run that is over. */
    public String clear(String lock) {
        return decisions.getObject().clear(lock)
                ? "the lock of %s is given back".formatted(lock)
                : "the lock of %s was given back already".formatted(lock);
    }

    private RunState state(UUID id) {
        return journal.find(id).map(Run::state).orElseThrow(() -> new DiagnosisFailed("no run has the id " + id));
    }
}
