package io.upkeep.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.run.Fenced;
import io.upkeep.run.Run;
import io.upkeep.run.RunChanged;
import io.upkeep.run.RunFact;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunJournal.Accepted;
import io.upkeep.run.RunJournal.Written;
import io.upkeep.run.RunListener;
import io.upkeep.run.RunNews;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.RunWrite;
import io.upkeep.run.StepRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Writes the journal, the events and what listeners add in one transaction: all of it is true, or none. */
@Component
class RunRecorder {

    private final RunJournal journal;
    private final List<RunListener> listeners;
    private final TransactionOperations transaction;
    private final ApplicationEventPublisher publisher;
    private final ObjectMapper json;
    private final Clock clock;
    private final JournalRetry retry;
    private final Handover handover;
    private final String node;

    RunRecorder(
            RunJournal journal,
            List<RunListener> listeners,
            TransactionOperations transaction,
            ApplicationEventPublisher publisher,
            ObjectMapper json,
            Clock clock,
            JournalRetry retry,
            Handover handover,
            EngineSettings settings) {
        this.journal = journal;
        this.listeners = listeners;
        this.transaction = transaction;
        this.publisher = publisher;
        this.json = json;
        this.clock = clock;
        this.retry = retry;
        this.handover = handover;
        this.node = settings.node();
    }

    /** A run that is committed, and whether a worker of this node begins with it; otherwise it queues. */
    record Taken(Run run, boolean hasWorker) {}

    Taken accept(RunRequest request) {
        return accept(request, null);
    }

    /** @param goesOnFrom a run whose finished steps this one has, too; null for none */
    Taken accept(RunRequest request, UUID goesOnFrom) {
        UUID id = UUID.randomUUID();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", id);
        facts.put("pipeline", request.pipeline());
        facts.put("state", RunState.REQUESTED.name());
        facts.put("requestedBy", request.requestedBy());
        RunFact fact = new RunFact(UUID.randomUUID(), "io.upkeep.run.requested.v1", clock.instant(), write(facts));
        // what joins a transaction may come to nothing, and what goes on from another run reads that one's steps
        boolean atOnce = goesOnFrom == null
                && !TransactionSynchronizationManager.isActualTransactionActive()
                && handover.promise();
        Accepted accepted = null;
        try {
            String taker = atOnce ? node : null;
            accepted = retry.untilItAnswers(attempt -> journal.accept(id, request, fact, goesOnFrom, taker));
        } finally {
            settle(accepted, atOnce);
        }
        publisher.publishEvent(
                new RunChanged(accepted.run().id(), accepted.run().state()));
        return new Taken(accepted.run(), atOnce && accepted.isNew());
    }

    private void settle(Accepted accepted, boolean wasPromised) {
        boolean isNew = accepted != null && accepted.isNew();
        if (isNew && wasPromised) {
            handover.hand(accepted.run());
        } else if (isNew) {
            handover.queued(accepted.run());
        } else if (wasPromised) {
            handover.withdraw();
        }
    }

    /** Writes what an owner has to say; asked again until the database answers or the run is no longer ours. */
    Written write(RunWrite write, List<RunNews> news) {
        Written written = retry.untilItAnswers(attempt -> attempt == 1 ? once(write, news) : again(write, news));
        committed(write.next(), news);
        return written;
    }

    /** The server may work on what lost its connection: it was done before, is done while this waits for it, or not at all. */
    private Written again(RunWrite write, List<RunNews> news) {
        return journal.written(write).orElseGet(() -> {
            try {
                return once(write, news);
            } catch (Fenced refused) {
                return journal.written(write).orElseThrow(() -> refused);
            }
        });
    }

    private Written once(RunWrite write, List<RunNews> news) {
        if (news.stream().noneMatch(this::isWanted)) {
            return journal.write(write);
        }
        return transaction.execute(status -> {
            Written written = journal.write(write);
            tell(news, written.sequence());
            return written;
        });
    }

    /**
     * Moves a run on a person's word.
     *
     * @param decision from the run as it is now to what is to become of it
     */
    Run decide(UUID id, Function<Run, Decided> decision) {
        List<RunNews> all = new ArrayList<>();
        Run run = transaction.execute(status -> {
            Run now = journal.lock(id).orElseThrow(() -> new InvalidRequest("no run has the id " + id));
            Decided decided = decision.apply(now);
            Run next = decided.next();
            if (decided.wish() != null) {
                RunNews asked = new RunNews(next, "run.stop_asked", 0, null, null, clock.instant());
                tell(List.of(asked), journal.wish(now, decided.wish(), fact(asked)));
                all.add(asked);
            }
            if (next.epoch() != now.epoch()) {
                RunNews moved = new RunNews(next, decided.what(), 0, null, null, clock.instant());
                tell(List.of(moved), journal.decide(now, next, fact(moved), decided.queue(), decided.skipped()));
                all.add(moved);
            }
            return decided.next();
        });
        committed(run, all);
        return run;
    }

    /**
     * What a person's decision leads to: a move of the run, or a wish that its owner is to fulfil, at work or, with a move,
     * when what the run waits for is over.
     *
     * @param skipped a step that is not to be executed any more; null for none
     */
    record Decided(Run next, Run.Wish wish, String what, RunWrite.Queue queue, StepRecord skipped) {}

    private void tell(List<RunNews> news, long last) {
        for (int i = 0; i < news.size(); i++) {
            RunNews numbered = news.get(i).numbered(last - news.size() + 1 + i);
            listeners.stream()
                    .filter(listener -> listener.wants(numbered))
                    .forEach(listener -> listener.changed(numbered));
        }
    }

    private void committed(Run run, List<RunNews> news) {
        news.forEach(one -> listeners.forEach(listener -> listener.committed(one)));
        publisher.publishEvent(new RunChanged(run.id(), run.state()));
    }

    private boolean isWanted(RunNews news) {
        return listeners.stream().anyMatch(listener -> listener.wants(news));
    }

    /** What programs are told of it. */
    RunFact fact(RunNews news) {
        return new RunFact(UUID.randomUUID(), "io.upkeep." + news.what() + ".v1", news.at(), write(RunFacts.of(news)));
    }

    private String write(Map<String, Object> facts) {
        try {
            return json.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("facts cannot be written as JSON", e);
        }
    }
}
