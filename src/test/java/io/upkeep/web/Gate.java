package io.upkeep.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stands in the steps of the test routes: lets pass, holds or fails where the test says. */
public final class Gate {

    private final Map<String, CountDownLatch> closed = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    /** Called by the routes. */
    public void pass(String step) throws InterruptedException {
        CountDownLatch latch = closed.get(step);
        if (latch != null && !latch.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody opened the gate at " + step);
        }
        String failure = failures.get(step);
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    void holdAt(String step) {
        closed.put(step, new CountDownLatch(1));
    }

    void failAt(String step, String failure) {
        failures.put(step, failure);
    }

    void open(String step) {
        CountDownLatch latch = closed.remove(step);
        if (latch != null) {
            latch.countDown();
        }
    }

    void reset() {
        failures.clear();
        closed.keySet().forEach(this::open);
    }
}
