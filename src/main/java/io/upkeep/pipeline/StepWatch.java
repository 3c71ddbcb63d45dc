package io.upkeep.pipeline;

import io.upkeep.run.StepKey;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** Ends steps that are past their timeout, and lets failed ones rest before the next attempt. */
@Component
class StepWatch {

    private final Map<Watched, Future<?>> watched = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("step-watch-"));

    private record Watched(RunAtWork work, StepKey step) {}

    StepWatch() {
        timer.setRemoveOnCancelPolicy(true);
    }

    void start(RunAtWork work, StepKey step, Duration limit) {
        watched.put(
                new Watched(work, step),
                timer.schedule(() -> work.timeOut(step), limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    void stop(RunAtWork work, StepKey step) {
        Future<?> timeout = watched.remove(new Watched(work, step));
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    /** Returns early when the work is to stop. */
    void rest(RunAtWork work, StepKey step, Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        work.enter(step);
        try {
            while (work.stop() == null && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.sleep(Math.min(end - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(200)));
            }
        } catch (InterruptedException stopped) {
            // whoever begins the next attempt asks why
        } finally {
            work.leave(step);
        }
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
    }
}
