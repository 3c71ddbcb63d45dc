package io.upkeep.pipeline;

import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import io.upkeep.run.Run;
import io.upkeep.run.RunChanged;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunJournal.Accepted;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunJournal.Moved;
import io.upkeep.run.RunListener;
import io.upkeep.run.RunNews;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunTrigger;
import io.upkeep.run.StepKey;
import io.upkeep.run.StepOutcome;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Writes the journal, the event and what listeners add in one transaction: all of it is true, or none. */
@Component
class RunRecorder {

    private final RunJournal journal;
    private final Outbox outbox;
    private final List<RunListener> listeners;
    private final TransactionOperations transaction;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    RunRecorder(
            RunJournal journal,
            Outbox outbox,
            List<RunListener> listeners,
            TransactionOperations transaction,
            ApplicationEventPublisher publisher,
            Clock clock) {
        this.journal = journal;
        this.outbox = outbox;
        this.listeners = listeners;
        this.transaction = transaction;
        this.publisher = publisher;
        this.clock = clock;
    }

    Run accept(RunRequest request) {
        return committed(() -> {
            Accepted accepted = journal.accept(request);
            if (accepted.isNew()) {
                tell(accepted.run(), "run.requested", accepted.sequence(), null, null);
            }
            return accepted.run();
        });
    }

    /** Takes up a run and, where it is new, starts it in the same transaction. */
    Optional<Run> claim(String owner, java.util.Collection<String> fullPipelines) {
        return transaction.execute(status -> journal.claim(owner, fullPipelines));
    }

    Run move(Run run, RunTrigger trigger, Change change, String what) {
        return committed(() -> {
            Moved moved = journal.move(run, trigger, change);
            tell(moved.run(), what, moved.sequence(), null, null);
            return moved.run();
        });
    }

    Run decide(UUID run, RunTrigger trigger, Change change, String what) {
        return committed(() -> {
            Moved moved = journal.decide(run, trigger, change);
            tell(moved.run(), what, moved.sequence(), null, null);
            return moved.run();
        });
    }

    void open(Run run, StepKey step, int attempt) {
        committed(() -> {
            tell(run, "step.started", journal.openStep(run, step, attempt), step, null);
            return run;
        });
    }

    void close(Run run, StepKey step, StepOutcome outcome) {
        committed(() -> {
            tell(run, "step.finished", journal.closeStep(run, step, outcome), step, outcome);
            return run;
        });
    }

    private Run committed(Supplier<Run> work) {
        Run run = transaction.execute(status -> work.get());
        publisher.publishEvent(new RunChanged(run.id()));
        return run;
    }

    private void tell(Run run, String what, long sequence, StepKey step, StepOutcome outcome) {
        RunNews news = new RunNews(run, what, sequence, step, outcome, clock.instant());
        outbox.append(new Event(
                UUID.randomUUID(),
                "io.upkeep." + what + ".v1",
                run.id().toString(),
                run.id().toString(),
                sequence,
                news.at(),
                facts(news)));
        listeners.forEach(listener -> listener.changed(news));
    }

    /** Parameters stay out: a value given for a run may be a secret. */
    private static Map<String, Object> facts(RunNews news) {
        Run run = news.run();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", run.id().toString());
        facts.put("pipeline", run.pipeline());
        facts.put("state", run.state().name());
        facts.put("requestedBy", run.requestedBy());
        if (news.step() != null) {
            facts.put("step", news.step().path());
            facts.put("iteration", news.step().iteration());
            facts.put("phase", news.step().phase().name());
        }
        if (news.outcome() != null) {
            facts.put("outcome", news.outcome().getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
        }
        putIfKnown(facts, "failure", news.outcome() instanceof StepOutcome.Failed failed ? failed.failure() : null);
        if (news.step() == null) {
            putIfKnown(facts, "failedStep", run.failedStep());
            putIfKnown(facts, "failure", run.failure());
            putIfKnown(facts, "reason", run.reason());
        }
        return facts;
    }

    private static void putIfKnown(Map<String, Object> facts, String name, String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }
}
