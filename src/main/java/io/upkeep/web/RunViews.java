package io.upkeep.web;

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

    RunViews(RunJournal journal, PipelineCatalog catalog) {
        this.journal = journal;
        this.catalog = catalog;
    }

    /** The run with this id. */
    Optional<RunView> find(UUID id) {
        return journal.find(id).map(this::view);
    }

    /** Newest first; pipeline null means all. */
    List<RunView> newest(String pipeline, int limit) {
        return journal.newest(pipeline, limit).stream().map(this::view).toList();
    }

    RunView view(Run run) {
        List<StepView> steps =
                journal.steps(run.id()).stream().map(StepView::of).toList();
        return RunView.of(run, actions(run), steps);
    }

    private List<String> actions(Run run) {
        List<String> actions = new ArrayList<>();
        if (run.state().asksForAPerson()) {
            actions.add("resume");
        }
        if (run.state() == RunState.RUNNING) {
            actions.add("pause");
        }
        if (takes(run, RunTrigger.ROLL_BACK) && run.startedAt() != null && canUndo(run)) {
            actions.add("rollback");
        }
        if (takes(run, RunTrigger.CANCEL)) {
            actions.add("cancel");
        }
        return actions;
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
