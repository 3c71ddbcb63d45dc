package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Queue;
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

/** One order on many hosts, so many at a time. One host's failure does not stop the others. */
final class FleetRun {

    private static final int CLOSING_SECONDS = 5;

    private final Queue<Target> waiting;
    private final List<Target> hosts;
    private final HostOrder order;
    private final SshSessions sessions;
    private final Map<String, HostOutcome> outcomes = new ConcurrentHashMap<>();
    private final Phaser working = new Phaser(1);

    FleetRun(List<Target> hosts, HostOrder order, SshSessions sessions) {
        this.hosts = hosts;
        this.waiting = new ConcurrentLinkedQueue<>(hosts);
        this.order = order;
        this.sessions = sessions;
    }

    /**
     * Runs the order everywhere; returns one outcome per host, in the hosts' order.
     *
     * @throws InterruptedException when the thread is interrupted; every channel is closed by then
     */
    List<HostOutcome> run(ExecutorService threads, int parallel) throws InterruptedException {
        List<? extends Future<?>> workers = IntStream.range(0, Math.min(parallel, hosts.size()))
                .mapToObj(worker -> threads.submit(this::work))
                .toList();
        try {
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (InterruptedException cancelled) {
            cancel(workers);
            throw cancelled;
        } catch (ExecutionException | CancellationException broken) {
            cancel(workers);
            throw new IllegalStateException("a fleet worker ended without an outcome", broken);
        }
        return hosts.stream().map(host -> outcomes.get(host.name())).toList();
    }

    private void work() {
        working.register();
        try {
            for (Target host = waiting.poll(); host != null; host = waiting.poll()) {
                outcomes.put(host.name(), new HostRun(host, order, sessions).outcome());
            }
        } finally {
            working.arriveAndDeregister();
        }
    }

    private void cancel(List<? extends Future<?>> workers) throws InterruptedException {
        waiting.clear();
        workers.forEach(worker -> worker.cancel(true));
        try {
            working.awaitAdvanceInterruptibly(working.arrive(), CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stillClosing) {
            // the deadline of each host ends it at the latest
        }
    }
}
