package io.upkeep.backup.store;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The threads that send parts of one archive: so many as may be sent at once, one where uploads are limited. */
final class Senders {

    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(10);

    private Senders() {}

    static ScheduledExecutorService of(Transfer transfer) {
        var senders = new ScheduledThreadPoolExecutor(
                transfer.uploadPerSecond() == null ? transfer.parallel() : 1,
                new CustomizableThreadFactory("backup-upload-"));
        senders.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return senders;
    }

    /** Interrupts all, and awaits them also for an interrupted thread: parts may be on their way. */
    static void end(ScheduledExecutorService senders, String key) {
        senders.shutdownNow();
        long end = System.nanoTime() + ENDED_WITHIN.toNanos();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended && System.nanoTime() < end) {
            try {
                ended = senders.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (!ended) {
            LOG.warn(
                    "{}: parts are still on their way {} s after the upload was given up",
                    key,
                    ENDED_WITHIN.toSeconds());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
