package io.upkeep.backup.database;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Collects garbage again and again, and remembers the most that was still in use, beyond what was at the start. */
final class HeapPeaks {

    private final AtomicLong most = new AtomicLong();
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final long before;
    private final Thread watching;

    private HeapPeaks() {
        before = used();
        watching = new Thread(this::watch, "heap-peaks");
        watching.start();
    }

    static HeapPeaks start() {
        return new HeapPeaks();
    }

    private void watch() {
        while (going.get()) {
            most.accumulateAndGet(used(), Math::max);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    long keptMiB() throws InterruptedException {
        going.set(false);
        watching.join();
        return (most.get() - before) >> 20;
    }
}
