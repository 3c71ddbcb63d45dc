package io.upkeep.pipeline.timer;

import io.upkeep.pipeline.timer.TimerLedger.Page;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Which timers start which pipeline, and when they fired, will fire, and did not. */
@Component
public class PipelineTimers {

    private final TimerRoutes routes;
    private final TimerLedger ledger;
    private final Clock clock;

    PipelineTimers(TimerRoutes routes, TimerLedger ledger, Clock clock) {
        this.routes = routes;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The timers that ask for runs of this pipeline. */
    public List<PipelineTimer> of(String pipeline) {
        List<Timer> timers = routes.all().stream()
                .filter(timer -> timer.pipelines().contains(pipeline))
                .toList();
        if (timers.isEmpty()) {
            return List.of();
        }
        Map<String, Page> pages = ledger.pages();
        return timers.stream()
                .map(timer -> shown(timer, pipeline, pages.getOrDefault(timer.route(), Page.EMPTY)))
                .toList();
    }

    private PipelineTimer shown(Timer timer, String pipeline, Page page) {
        return new PipelineTimer(
                timer.route(),
                timer.cron(),
                timer.zone().getId(),
                timer.inputsOf(pipeline),
                timer.policy(),
                page.last(),
                timer.schedule().next(clock.instant()).orElse(null),
                page.lastMissed());
    }
}
