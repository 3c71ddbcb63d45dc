package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** One order on many hosts, wave by wave, so many at a time, until all had their turn or too many failed. */
final class FleetRun {

    private static final int CLOSING_SECONDS = 9;

    private final List<Target> hosts;
    private final Rollout rollout;
    private final HostOrder order;
    private final SshSessions sessions;
    private final Map<String, HostOutcome> outcomes = new ConcurrentHashMap<>();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Phaser working = new Phaser(1);
    private volatile Optional<String> stopped = Optional.empty();

    FleetRun(List<Target> hosts, Rollout rollout, HostOrder order, SshSessions sessions) {
        this.hosts = hosts;
        this.rollout = rollout;
        this.order = order;
        this.sessions = sessions;
    }

    /**
     * Runs the order everywhere.
     *
     * @throws InterruptedException when the thread is interrupted; the work on hosts is ended or left by then
     */
    void run(ExecutorService threads) throws InterruptedException {
        for (Rollout.Wave wave : rollout.waves(hosts)) {
            run(wave, threads);
        }
    }

    /** One outcome per host, in the hosts' order; also after an interrupt. */
    List<HostOutcome> outcomes() {
        return hosts.stream().map(this::outcome).toList();
    }

    private HostOutcome outcome(Target host) {
        HostOutcome outcome = outcomes.get(host.name());
        if (outcome != null) {
            return outcome;
        }
        return begun.contains(host.name())
                ? new HostOutcome.Unknown(
                        host.name(),
                        "did not answer within " + CLOSING_SECONDS + " s",
                        "look on the host whether it still runs before anything else is done there",
                        "",
                        "",
                        Duration.ofSeconds(CLOSING_SECONDS))
                : new HostOutcome.NotStarted(host.name(), stopped.orElse("it was cancelled"));
    }

    private void run(Rollout.Wave wave, ExecutorService threads) throws InterruptedException {
        Queue<Target> waiting = new ConcurrentLinkedQueue<>(wave.hosts());
        List<? extends Future<?>> workers = IntStream.range(
                        0, Math.min(rollout.parallel(), wave.hosts().size()))
                .mapToObj(worker -> threads.submit(() -> work(waiting, wave.canary())))
                .toList();
        try {
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (InterruptedException cancelled) {
            cancel(waiting, workers);
            throw cancelled;
        } catch (ExecutionException | CancellationException broken) {
            cancel(waiting, workers);
            throw new IllegalStateException("a fleet worker ended without an outcome", broken);
        }
    }

    private void work(Queue<Target> waiting, boolean canary) {
        working.register();
        try {
            while (stopped.isEmpty()) {
                Target host = waiting.poll();
                if (host == null) {
                    return;
                }
                begun.add(host.name());
                ended(new HostRun(host, order, sessions).outcome(), canary);
            }
        } finally {
            working.arriveAndDeregister();
        }
    }

    private synchronized void ended(HostOutcome outcome, boolean canary) {
        outcomes.put(outcome.host(), outcome);
        int failed =
                (int) outcomes.values().stream().filter(one -> !one.succeeded()).count();
        Optional<String> failedCanary = Optional.of(outcome.host()).filter(host -> canary && !outcome.succeeded());
        if (stopped.isEmpty()) {
            stopped = rollout.stop(new Rollout.Progress(hosts.size(), failed, failedCanary));
        }
    }

    private void cancel(Queue<Target> waiting, List<? extends Future<?>> workers) throws InterruptedException {
        waiting.clear();
        workers.forEach(worker -> worker.cancel(true));
        try {
            working.awaitAdvanceInterruptibly(working.arrive(), CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stillClosing) {
            // the deadline of each host ends it at the latest
        }
    }
}
