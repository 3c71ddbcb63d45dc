package io.upkeep.fleet;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Samples the live heap (after a collection) while something runs, and tells by how much it grew at most. */
final class HeapGrowth implements AutoCloseable {

    private static final int EVERY_MILLIS = 150;

    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
    private final long before = live();
    private volatile long peak = before;
    private volatile int samples;

    HeapGrowth() {
        var unused = sampler.scheduleWithFixedDelay(this::sample, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
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
