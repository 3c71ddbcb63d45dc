package io.upkeep.web;

import io.upkeep.pipeline.BehindPeople;
import io.upkeep.pipeline.PausedNodes;
import io.upkeep.pipeline.Pipeline;
import io.upkeep.pipeline.PipelineCatalog;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunState;
import io.upkeep.run.RunTrigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads runs from the journal, with their steps and what may be asked of them. */
@Component
class RunViews {

    private final RunJournal journal;
    private final PipelineCatalog catalog;
    private final BehindPeople behind;
    private final PausedNodes paused;

    RunViews(RunJournal journal, PipelineCatalog catalog, BehindPeople behind, PausedNodes paused) {
        this.journal = journal;
        this.catalog = catalog;
        this.behind = behind;
        this.paused = paused;
    }

    /** The run with this id. */
    Optional<RunView> find(UUID id) {
        return find(id, look());
    }

    /** The nodes as they are now, for several runs. */
    PausedNodes.Look look() {
        return paused.look();
    }

    /** The run with this id, while the nodes are like this. */
    Optional<RunView> find(UUID id, PausedNodes.Look now) {
        return journal.find(id).map(run -> view(run, now));
    }

    /** Newest first; pipeline null means all. */
    List<RunView> newest(String pipeline, int limit) {
        return views(journal.newest(pipeline, limit));
    }

    /** Those that are at work, wait, or ask for a person, newest first. */
    List<RunView> notOver(String pipeline, int limit) {
        return views(journal.notOver(pipeline, limit));
    }

    private List<RunView> views(List<Run> runs) {
        PausedNodes.Look now = look();
        return runs.stream().map(run -> view(run, now)).toList();
    }

    RunView view(Run run) {
        return view(run, look());
    }

    private RunView view(Run run, PausedNodes.Look now) {
        List<StepView> steps =
                journal.steps(run.id()).stream().map(StepView::of).toList();
        return RunView.of(run, now.reason(run, behind.reason(run)), actions(run, steps), steps);
    }

    private List<String> actions(Run run, List<StepView> steps) {
        List<String> actions = new ArrayList<>();
        if (run.state().asksForAPerson()) {
            actions.add("resume");
        }
        if (canSkip(run, steps)) {
            actions.add("skip");
        }
        boolean hasNextStep =
                run.state() == RunState.RUNNING || (run.state() == RunState.WAITING && run.startedAt() != null);
        if (hasNextStep && !run.isEnding()) {
            actions.add("pause");
        }
        if (takes(run, RunTrigger.ROLL_BACK) && run.startedAt() != null && canUndo(run)) {
            actions.add("rollback");
        }
        if (takes(run, RunTrigger.CANCEL)) {
            actions.add("cancel");
        }
        if (run.state().isFinal()) {
            addReruns(run, steps, actions);
        }
        return actions;
    }

    private static boolean canSkip(Run run, List<StepView> steps) {
        return (run.state() == RunState.NEEDS_ATTENTION || run.state() == RunState.ROLLBACK_FAILED)
                && steps.stream().anyMatch(step -> step.name().equals(run.failedStep()));
    }

    private void addReruns(Run run, List<StepView> steps, List<String> actions) {
        Optional<Pipeline> pipeline = catalog.find(run.pipeline());
        if (pipeline.isEmpty()) {
            return;
        }
        actions.add("rerun");
        boolean isUnfinished = run.state() == RunState.CANCELLED && !steps.isEmpty();
        if (isUnfinished && pipeline.get().hash().equals(run.routeHash())) {
            actions.add("rerun-from-failed");
        }
    }

    private static boolean takes(Run run, RunTrigger trigger) {
        return RunState.transitions()
                .getOrDefault(run.state(), java.util.Map.of())
                .containsKey(trigger);
    }

    private boolean canUndo(Run run) {
        return catalog.find(run.pipeline())
                .filter(pipeline -> pipeline.rollback() != null)
                .isPresent();
    }
}
