package io.upkeep.pipeline;

import io.upkeep.run.Fenced;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunJournal.Change;
import io.upkeep.run.RunState;
import io.upkeep.run.RunTrigger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Works on one run that this node picked up, as far as it goes now. */
@Component
class RunWorker {

    private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);

    private static final Duration ROLLOUT = Duration.ofMinutes(2);
    private static final Duration REPLACEMENT = Duration.ofSeconds(10);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

    private final RunJournal journal;
    private final RunRecorder recorder;
    private final JournalRetry retry;
    private final PipelineCatalog catalog;
    private final RunStarter starter;
    private final Halting halting;
    private final PipelineRunner runner;
    private final Underway underway;
    private final Handover handover;
    private final Nodes nodes;
    private final ObjectProvider<Signals> signals;
    private final Clock clock;
    private final String node;

    RunWorker(
            RunJournal journal,
            RunRecorder recorder,
            JournalRetry retry,
            PipelineCatalog catalog,
            RunStarter starter,
            Halting halting,
            PipelineRunner runner,
            Underway underway,
            Handover handover,
            Nodes nodes,
            ObjectProvider<Signals> signals,
            Clock clock,
            EngineSettings settings) {
        this.journal = journal;
        this.recorder = recorder;
        this.retry = retry;
        this.catalog = catalog;
        this.starter = starter;
        this.halting = halting;
        this.runner = runner;
        this.underway = underway;
        this.handover = handover;
        this.nodes = nodes;
        this.signals = signals;
        this.clock = clock;
        this.node = settings.node();
    }

    /**
     * Returns when the run is at rest or given back; its place in the queue is settled then.
     *
     * @param isFirst whether nobody has taken the run up before
     * @throws RuntimeException when it could not be settled: the run is to be looked at again
     */
    void work(UUID id, boolean isFirst) {
        MDC.put("run", id.toString());
        RunAtWork work = underway.begin(id);
        try {
            Optional<Run> found = handover.begin(id).filter(accepted -> isFirst).or(() -> find(id));
            while (found.isPresent()) {
                found = seenOrFenced(found.get(), work);
            }
        } finally {
            underway.end(work);
            MDC.remove("run");
        }
    }

    private Optional<Run> find(UUID id) {
        return retry.untilItAnswers(attempt -> journal.find(id));
    }

    /** The run as it is now when it is to be looked at again: its old owner was still writing when it was to be taken up. */
    private Optional<Run> seenOrFenced(Run found, RunAtWork work) {
        try {
            work(found, work);
            return Optional.empty();
        } catch (Fenced e) {
            LOG.warn("{}", e.getMessage());
            return find(found.id())
                    .filter(now -> now.epoch() == found.epoch() && !(work.stop() instanceof Stop.OwnershipLost));
        }
    }

    private void work(Run found, RunAtWork work) {
        if (found.state().isAtRest()) {
            owned(found).settle();
            return;
        }
        Optional<Run.Wish> halt = Halting.asked(found);
        if (halt.isPresent()) { // needs no route, and no admission
            halting.look(found, halt.get());
            signals.ifAvailable(
                    Signals::due); // its end frees what others wait for, and one that is undone goes on at once
            return;
        }
        Optional<PipelineConsumer> consumer = catalog.consumer(found.pipeline());
        if (consumer.isEmpty()) {
            withoutRoute(found);
            return;
        }
        Pipeline pipeline = consumer.get().pipeline();
        if (found.startedAt() != null && !pipeline.hash().equals(found.routeHash())) {
            owned(found)
                    .move(
                            RunTrigger.ASK,
                            Change.because(
                                    "the route of '%s' changed while the run was interrupted; compare, then resume, roll back or cancel"
                                            .formatted(pipeline.name())),
                            "run.needs_attention");
            return;
        }
        Optional<OwnedRun> taken = take(found, pipeline);
        if (taken.isEmpty()) {
            signals.ifAvailable(Signals::due); // what it waits for may have come while that was decided
            return;
        }
        execute(found, taken.get(), work, consumer.get());
        wakeNext(taken.get().run(), pipeline);
    }

    /** The run's last write made due whoever waited for its end or for its locks. */
    private void wakeNext(Run run, Pipeline pipeline) {
        boolean isWaitedFor =
                run.parent() != null || pipeline.concurrency() > 0 || pipeline.impact() != Pipeline.Impact.NO_IMPACT;
        if (run.state().isFinal() && isWaitedFor) {
            signals.ifAvailable(Signals::due);
        }
    }

    private Optional<OwnedRun> take(Run found, Pipeline pipeline) {
        if (found.state() == RunState.REQUESTED || found.state().waits()) {
            return starter.start(found, pipeline);
        }
        OwnedRun owned = owned(found);
        owned.takeUp();
        return Optional.of(owned);
    }

    private void execute(Run found, OwnedRun owned, RunAtWork work, PipelineConsumer consumer) {
        if (found.wish() != null) {
            work.stop(new Stop.Wished(found.wish()));
        }
        try {
            runner.execute(found, owned, work, consumer);
        } catch (Parked e) {
            owned.giveBack(clock.instant());
        }
    }

    /**
     * While nodes are replaced one by one, another may have a route that this one has not loaded, or has no more; and while a
     * file is replaced, its route comes back in a moment.
     */
    private void withoutRoute(Run run) {
        Instant now = clock.instant();
        nodes.read();
        boolean mayBeElsewhere =
                nodes.areSeveral() && now.isBefore(run.requestedAt().plus(ROLLOUT));
        if (mayBeElsewhere || catalog.hasLostOneWithin(REPLACEMENT)) {
            owned(run).giveBack(now.plus(TRY_AGAIN));
            return;
        }
        String reason =
                "no pipeline is called '%s' any more; put its route back, then resume".formatted(run.pipeline());
        if (run.startedAt() == null) {
            owned(run).move(RunTrigger.REJECT, Change.because(reason), "run.rejected");
        } else {
            owned(run).move(RunTrigger.ASK, Change.because(reason), "run.needs_attention");
        }
    }

    private OwnedRun owned(Run found) {
        return new OwnedRun(found, node, recorder, clock);
    }
}
