package io.upkeep.fleet;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Samples the live heap (after a collection) while something runs, and tells by how much it grew at most. */
final class HeapGrowth implements AutoCloseable {

    private static final long EVERY_MILLIS = 150;

    /** Collections stop the JVM: with much else on the heap they would leave what is measured no time to run. */
    private static final int WORK_PER_COLLECTION = 9;

    private final ScheduledExecutorService sampler =
            new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.DiscardPolicy());
    private final long before = live();
    private volatile long peak = before;
    private volatile int samples;

    HeapGrowth() {
        again(EVERY_MILLIS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the sampler
    private void again(long afterMillis) {
        sampler.schedule(
                () -> {
                    long started = System.nanoTime();
                    sample();
                    again(Math.max(
                            EVERY_MILLIS,
                            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) * WORK_PER_COLLECTION));
                },
                afterMillis,
                TimeUnit.MILLISECONDS);
    }

    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private synchronized void sample() {
        peak = Math.max(peak, live());
        samples++;
    }

    /** Highest growth so far in MiB; takes one more sample first. */
    long mebibytes() {
        sample();
        return (peak - before) >> 20;
    }

    int samples() {
        return samples;
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
