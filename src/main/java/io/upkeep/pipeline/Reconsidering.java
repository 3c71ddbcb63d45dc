package io.upkeep.pipeline;

import io.upkeep.approval.WaitingRuns;
import io.upkeep.run.RunJournal;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Has admission look again at a run at once, after people said something about it. */
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
}
