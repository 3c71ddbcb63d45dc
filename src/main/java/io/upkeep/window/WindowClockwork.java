package io.upkeep.window;

import io.upkeep.text.Lasting;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** Lets the keeper look every few seconds, from the start to the end of the process. */
@Component
class WindowClockwork implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WindowClockwork.class);

    private final WindowKeeper keeper;
    private final Duration interval;
    private ScheduledExecutorService timer;

    WindowClockwork(WindowKeeper keeper, @Value("${upkeep.window-keeper.interval}") Duration interval) {
        this.keeper = keeper;
        this.interval = interval;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the task logs its own failure
    public synchronized void start() {
        timer = Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("window-keeper-"));
        timer.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            keeper.keep();
        } catch (RuntimeException e) {
            // the next look does what this one missed
            LOG.warn("Windows could not be kept, trying again in {}", Lasting.of(interval), e);
        }
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdown();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
