package io.upkeep.pipeline;

import io.upkeep.fleet.HostOutcome;
import io.upkeep.fleet.HostOutcomes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;

/** Stands in the steps of test routes: notes what was really executed, fails or stalls where the test says. */
public class Witness {

    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> stalls = new ConcurrentHashMap<>();
    private final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();

    /** Called by the routes. */
    public void see(Exchange exchange, String step) throws InterruptedException {
        String run = exchange.getVariable("runId", String.class);
        seen.computeIfAbsent(run, id -> new CopyOnWriteArrayList<>()).add(step);
        CountDownLatch stall = stalls.get(step);
        if (stall != null) {
            stall.await();
        }
        if (step.equals(exchange.getVariable("failAt", String.class))) {
            throw new IllegalStateException(step + " was told to fail");
        }
        RuntimeException failure = failures.get(step);
        if (failure != null) {
            throw failure;
        }
        exchange.setVariable("last", step);
    }

    /** Called by a route: sees, and fails until the third time. */
    public void seeAndFailTwice(Exchange exchange, String step) throws InterruptedException {
        Object before = exchange.getVariable("touchedBefore");
        exchange.setVariable("touchedBefore", "yes");
        see(exchange, step);
        long attempts = of(java.util.UUID.fromString(exchange.getVariable("runId", String.class))).stream()
                .filter(step::equals)
                .count();
        if (before != null || attempts < 3) {
            throw new IllegalStateException("attempt %d of %s fails, before: %s".formatted(attempts, step, before));
        }
    }

    /** Called by a route: sees, and works for ever unless it is interrupted. */
    public void sleep(Exchange exchange, String step) throws InterruptedException {
        see(exchange, step);
        new CountDownLatch(1).await();
    }

    /** Called by a route: works for ever, and when it is interrupted nobody knows whether the work has ended. */
    public void loseTrack(Exchange exchange, String step) throws InterruptedException {
        endsAs(exchange, step, new HostOutcome.Unknown("api-1", "does not answer", "", "", "", Duration.ZERO));
    }

    /** Called by a route: works for ever, and when it is interrupted the work goes on by itself. */
    public void leaveAtWork(Exchange exchange, String step) throws InterruptedException {
        endsAs(exchange, step, new HostOutcome.Left("api-1", "goes on", Duration.ZERO));
    }

    private void endsAs(Exchange exchange, String step, HostOutcome outcome) throws InterruptedException {
        try {
            sleep(exchange, step);
        } catch (InterruptedException e) {
            throw new LostTrack(outcome);
        }
    }

    private static final class LostTrack extends RuntimeException implements HostOutcomes {

        private static final long serialVersionUID = 1L;

        private final transient HostOutcome outcome;

        LostTrack(HostOutcome outcome) {
            super("%s: %s".formatted(outcome.host(), outcome.body().get("what")));
            this.outcome = outcome;
        }

        @Override
        public List<HostOutcome> outcomes() {
            return List.of(outcome);
        }
    }

    /** Called by a route: a body that no journal can hold. */
    public Object leaveAThread() {
        return Thread.currentThread();
    }

    List<String> of(java.util.UUID run) {
        return seen.getOrDefault(run.toString(), List.of());
    }

    void failAt(String step, RuntimeException failure) {
        failures.put(step, failure);
    }

    void stallAt(String step) {
        stalls.put(step, new CountDownLatch(1));
    }

    void letGo(String step) {
        stalls.remove(step).countDown();
    }

    void letGo() {
        failures.clear();
        stalls.values().forEach(CountDownLatch::countDown);
        stalls.clear();
    }
}
