package io.upkeep.sandbox;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The sandbox's threads: daemons, so that a forgotten part never keeps a JVM from ending. */
final class Threads {

    private Threads() {}

    /** Grows as needed; idle threads end after a minute. */
    static ExecutorService cached(String name) {
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "sandbox-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
