package io.upkeep;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.upkeep.run.Run;
import io.upkeep.run.RunListener;
import io.upkeep.run.RunNews;
import java.time.Duration;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * How runs end on this node: the timer {@code upkeep.runs} with {@code pipeline} and {@code state}, from start to end, whatever they waited for
 * meanwhile.
 */
@Component
class RunMetrics implements RunListener {

    private static final Set<String> ENDS = Set.of(
            "run.succeeded",
            "run.rolled_back",
            "run.rollback_failed",
            "run.needs_attention",
            "run.cancelled",
            "run.rejected");

    private final MeterRegistry registry;

    RunMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public boolean wants(RunNews news) {
        return false;
    }

    @Override
    public void committed(RunNews news) {
        if (!ENDS.contains(news.what())) {
            return;
        }
        Run run = news.run();
        Duration took = run.startedAt() == null || run.finishedAt() == null
                ? Duration.ZERO
                : Duration.between(run.startedAt(), run.finishedAt());
        Timer.builder("upkeep.runs")
                .description("runs that ended, from start to end")
                .tag("pipeline", run.pipeline())
                .tag("state", run.state().name())
                .register(registry)
                .record(took.isNegative() ? Duration.ZERO : took);
    }
}
