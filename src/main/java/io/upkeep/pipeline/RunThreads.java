package io.upkeep.pipeline;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The threads that work on runs. When a node that stops has waited long enough, they are interrupted in steps, and nowhere else. */
final class RunThreads extends ThreadPoolExecutor {

    private final Underway underway;

    RunThreads(int workers, Underway underway) {
        super(
                workers,
                workers,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new CustomizableThreadFactory("run-"));
        this.underway = underway;
    }

    /** Each run has yet to be written down as it is, and given back: an interrupt could hit just that. */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        underway.all().forEach(work -> work.stop(new Stop.NodeStops()));
        return List.of();
    }
}
