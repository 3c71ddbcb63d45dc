package io.upkeep.pipeline;

import io.upkeep.approval.WaitingRuns;
import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.run.RunJournal;
import io.upkeep.window.WindowChanged;
import java.util.List;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Has admission look again at once at what people have changed: a run's approvals, windows, freezes. */
@Component
class Reconsidering implements WaitingRuns {

    private final RunJournal journal;
    private final Signals signals;

    Reconsidering(RunJournal journal, Signals signals) {
        this.journal = journal;
        this.signals = signals;
    }

    @Override
    public void reconsider(UUID run) {
        journal.hurry(List.of(run));
        signals.due();
    }

    /** Windows and freezes were agreed, moved or called off. */
    @EventListener
    void on(WindowChanged change) {
        journal.hurryWaiting(List.of(Kind.WINDOW.name(), Kind.WILL_NOT_FIT.name(), Kind.FREEZE.name()));
        signals.due();
    }
}
