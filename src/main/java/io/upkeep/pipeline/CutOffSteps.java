package io.upkeep.pipeline;

import io.upkeep.run.Phase;
import io.upkeep.run.Run;
import io.upkeep.run.Run.Wish;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunState;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepRecord;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Steps that an owner left in the middle, of runs that nobody is at work on: what they do may go on. */
@Component
class CutOffSteps {

    private final RunJournal journal;
    private final ChildRuns children;
    private final PipelineCatalog catalog;

    CutOffSteps(RunJournal journal, ChildRuns children, PipelineCatalog catalog) {
        this.journal = journal;
        this.children = children;
        this.catalog = catalog;
    }

    /**
     * Why a person is asked instead of the run being cancelled; empty when it may be. One that asks for a person already, or
     * waits only for its child runs since it was cancelled, has been decided on.
     */
    Optional<String> keepsFromCancelling(Run run, Wish wish) {
        boolean isDecided = run.isEnding() && Waits.isForChild(run);
        boolean mayHaveSome = run.state() == RunState.PAUSED || run.state() == RunState.WAITING;
        return wish.kind() == Wish.Kind.CANCEL && mayHaveSome && !isDecided
                ? of(run).map(step -> words(wish, step))
                : Optional.empty();
    }

    private Optional<StepKey> of(Run run) {
        if (run.startedAt() == null) {
            return Optional.empty();
        }
        List<StepRecord> steps = journal.steps(run.id()).stream()
                .filter(step -> step.key().phase() == Phase.RUN)
                .toList();
        Optional<StepRules> rules = catalog.find(run.pipeline()).map(Pipeline::stepRules);
        return RecordedSteps.cutOff(steps, children.askedFor(run, Phase.RUN, steps))
                .filter(step -> rules.map(all -> all.changes(step.id())).orElse(true))
                .min(RecordedSteps.BY_NAME);
    }

    static String words(Wish wish, StepKey step) {
        return "cancelled by %s, but step '%s' was cut off in the middle: its node died, or lost the run; and it is UNKNOWN whether its work goes on: resume, and cancel again, to have it ended on the hosts; or look at them, then cancel or roll back"
                .formatted(wish.by(), step);
    }
}
