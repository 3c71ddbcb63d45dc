package io.upkeep.pipeline;

import io.upkeep.run.Fenced;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes up runs, oldest first, and gives each a worker, from when all routes run until they are to stop: runs under way
 * then park before their next step.
 */
@Component
class Dispatcher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long POLL_MILLIS = 500;

    private final RunJournal journal;
    private final RunRecorder recorder;
    private final PipelineCatalog catalog;
    private final PipelineRunner runner;
    private final NodeLock lock;
    // not the context itself: as a dependency of this it would be started before it has any routes
    private final ObjectProvider<CamelContext> camel;
    private final String node;
    private final int workers;
    private final long patienceSeconds;
    private final Semaphore free;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
    private final Queue<Run> toRelease = new ConcurrentLinkedQueue<>();
    private volatile boolean running;
    private ExecutorService pool;
    private Thread loop;

    Dispatcher(
            RunJournal journal,
            RunRecorder recorder,
            PipelineCatalog catalog,
            PipelineRunner runner,
            NodeLock lock,
            ObjectProvider<CamelContext> camel,
            @Value("${upkeep.node}") String node,
            @Value("${upkeep.engine.workers}") int workers,
            @Value("${upkeep.engine.stop-within}") java.time.Duration patience) {
        this.journal = journal;
        this.recorder = recorder;
        this.catalog = catalog;
        this.runner = runner;
        this.lock = lock;
        this.camel = camel;
        this.node = node;
        this.workers = workers;
        this.patienceSeconds = patience.toSeconds();
        this.free = new Semaphore(workers);
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void start() {
        running = true;
        pool = Executors.newFixedThreadPool(workers, named("run-"));
        loop = new Thread(this::loop, "dispatcher");
        loop.start();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void stop() {
        running = false;
        wake();
        try {
            loop.join();
            pool.shutdown();
            if (!pool.awaitTermination(patienceSeconds, TimeUnit.SECONDS)) {
                LOG.warn(
                        "Steps still at work after {} s are left; their runs go on at the next start", patienceSeconds);
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.close();
    }

    /** Looks for work now instead of at the next poll. */
    void wake() {
        wakeUps.release();
    }

    /** Whether every worker is free. */
    boolean idle() {
        return free.availablePermits() == workers;
    }

    private void loop() {
        while (running) {
            try {
                takeUp();
                if (wakeUps.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("Runs cannot be taken up, trying again: {}", e.getMessage());
            }
        }
    }

    private void takeUp() {
        // Camel loads its routes after all beans are started: until then every pipeline would look as if it were gone
        if (!camel.getObject().isStarted()) {
            return;
        }
        switch (lock.hold()) {
            case REFUSED -> {
                return;
            }
            case TAKEN -> {
                int interrupted = journal.releaseAll();
                if (interrupted > 0) {
                    LOG.info("{} interrupted runs are taken up again", interrupted);
                }
            }
            case KEPT -> {}
        }
        for (Run run = toRelease.poll(); run != null; run = toRelease.poll()) {
            journal.release(run);
        }
        while (running && free.tryAcquire()) {
            Optional<Run> claimed = claim();
            if (claimed.isEmpty()) {
                free.release();
                return;
            }
            Run run = claimed.get();
            underWay.merge(run.pipeline(), 1, Integer::sum);
            pool.execute(() -> work(run));
        }
    }

    private Optional<Run> claim() {
        try {
            return recorder.claim(node, fullPipelines());
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
    }

    private List<String> fullPipelines() {
        return catalog.all().stream()
                .filter(pipeline -> underWay.getOrDefault(pipeline.name(), 0) >= pipeline.concurrency())
                .map(Pipeline::name)
                .toList();
    }

    @SuppressWarnings("try") // the resource is there to be closed
    private void work(Run run) {
        MDC.put("run", run.id().toString());
        try {
            runner.execute(run, () -> !running);
        } catch (Parked e) {
            journal.release(run);
        } catch (Fenced e) {
            LOG.warn("{}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Run {} of {} is interrupted and will be taken up again", run.id(), run.pipeline(), e);
            toRelease.add(run);
        } finally {
            MDC.remove("run");
            underWay.merge(run.pipeline(), -1, Integer::sum);
            free.release();
            wake();
        }
    }

    private static java.util.concurrent.ThreadFactory named(String prefix) {
        java.util.concurrent.atomic.AtomicInteger count = new java.util.concurrent.atomic.AtomicInteger();
        return work -> new Thread(work, prefix + count.incrementAndGet());
    }
}
