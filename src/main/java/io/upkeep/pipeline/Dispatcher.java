package io.upkeep.pipeline;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Takes up runs that are due and gives each a worker, from when all routes run until they are to stop. Which node gets
 * which run is db-scheduler's business: it locks and fetches, keeps heartbeats, and finds the runs of nodes that died.
 */
@Component
@SuppressWarnings("FutureReturnValueIgnored") // the periodic tasks log their own failures
class Dispatcher implements SmartLifecycle {

    /** The name of every run's task in {@code scheduled_tasks}; the instance is the run's id. */
    static final String TASK = "run";

    /** An accepted run is queued with version 1, any other with a higher one; a pick-up raises it. One handed over is picked up. */
    static final long FIRST_PICK_UP = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(2);
    private static final long LOOK_MILLIS = 250;

    /** A worker that may be another's run soon stops while some of the lease is left. */
    private static final double LEASE_ALMOST_OVER = 0.6;

    private final DataSource database;
    private final RunWorker worker;
    private final Underway underway;
    private final Pauses pauses;
    private final Handover handover;
    private final EngineSettings settings;
    private final Clock clock;
    // not the context itself: as a dependency of this it would be started before it has any routes
    private final ObjectProvider<CamelContext> camel;
    private volatile boolean running;
    private Scheduler scheduler;
    private ScheduledThreadPoolExecutor periodic;
    private boolean started;

    Dispatcher(
            DataSource database,
            RunWorker worker,
            Underway underway,
            Pauses pauses,
            Handover handover,
            EngineSettings settings,
            Clock clock,
            ObjectProvider<CamelContext> camel) {
        this.database = database;
        this.worker = worker;
        this.underway = underway;
        this.pauses = pauses;
        this.handover = handover;
        this.settings = settings;
        this.clock = clock;
        this.camel = camel;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @Override
    public synchronized void start() {
        running = true;
        scheduler = scheduler();
        periodic = new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("dispatcher-"));
        periodic.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Scheduler scheduler() {
        return Scheduler.create(database, task())
                .schedulerName(new SchedulerName.Fixed(settings.node()))
                .threads(settings.workers())
                .executorService(new RunThreads(settings.workers(), underway))
                .pollUsingLockAndFetch(
                        0.95, 1.0) // a worker that becomes free fetches at once, and nothing waits in memory
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(settings.missedHeartbeats())
                .shutdownMaxWait(settings.stopWithin())
                .enablePriority()
                .jdbcCustomization(new JdbcDueRuns(handover, settings.node()))
                .serializer(Serializer.DEFAULT_JAVA_SERIALIZER)
                .clock(clock::instant)
                .build();
    }

    private CustomTask<Void> task() {
        return Tasks.custom(TASK, Void.class)
                .onDeadExecution((complete, operations) -> {
                    LOG.warn(
                            "The node that worked on run {} is gone; it is taken up again",
                            complete.getExecution().taskInstance.getId());
                    operations.reschedule(complete, clock.instant());
                })
                .onFailure(this::failed)
                .execute((instance, context) -> {
                    boolean isFirst = context.getExecution().version == FIRST_PICK_UP;
                    worker.work(UUID.fromString(instance.getId()), isFirst);
                    return SETTLED;
                });
    }

    /** The run's last transaction settled what becomes of its place in the queue. */
    private static final CompletionHandler<Void> SETTLED = (complete, operations) -> {};

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        LOG.warn(
                "Run {} is interrupted and will be taken up again",
                complete.getExecution().taskInstance.getId(),
                complete.getCause().orElse(null));
        operations.reschedule(complete, clock.instant().plus(AFTER_A_FAILURE));
    }

    /** Starts once all routes run, follows pauses, and stops work whose lease is almost over. */
    private synchronized void look() {
        try {
            if (!started && running && camel.getObject().isStarted()) {
                scheduler.start();
                started = true;
            }
            if (pauses.nodeReason() == null && scheduler.getSchedulerState().isPaused()) {
                scheduler.resume();
                wake();
            } else if (pauses.nodeReason() != null
                    && !scheduler.getSchedulerState().isPaused()) {
                scheduler.pause();
                underway.all().forEach(work -> work.stop(new Stop.NodeRests()));
            }
            scheduler.getCurrentlyExecuting().forEach(this::fence);
        } catch (RuntimeException e) {
            LOG.warn("The dispatcher cannot look after its runs, trying again: {}", e.getMessage());
        }
    }

    private void fence(CurrentlyExecuting executing) {
        if (executing.getHeartbeatState().getFractionDead() < LEASE_ALMOST_OVER) {
            return;
        }
        UUID run = UUID.fromString(executing.getTaskInstance().getId());
        underway.find(run)
                .filter(work -> !(work.stop() instanceof Stop.OwnershipLost))
                .ifPresent(work -> {
                    LOG.warn(
                            "Run {} is let go: its heartbeat could not be renewed, another node may take it over", run);
                    work.stop(new Stop.OwnershipLost());
                });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Heartbeats go on until the last run has come to the end of its step, or is left in it: see {@link RunThreads}. */
    @Override
    public void stop() {
        running = false;
        handover.close();
        underway.all().forEach(work -> work.stop(new Stop.NodeRests()));
        if (scheduler != null) {
            scheduler.stop();
        }
        periodic.shutdownNow();
    }

    /** Looks for work now instead of at the next poll. */
    void wake() {
        handover.lookSoon();
        begin();
    }

    /** Has workers begin with what was handed over. */
    void begin() {
        Scheduler current = scheduler;
        if (current != null) {
            current.triggerCheckForDueExecutions();
        }
    }

    /** Whether this node takes up nothing at the moment, as it was told. */
    synchronized boolean rests() {
        return scheduler.getSchedulerState().isPaused();
    }

    /** Whether every worker is free. */
    boolean idle() {
        return underway.isEmpty();
    }
}
