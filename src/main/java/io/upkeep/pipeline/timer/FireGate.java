package io.upkeep.pipeline.timer;

import io.upkeep.pipeline.TimerGate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets a timer's fire pass when the database's clock says that it is time. What comes too early, because this node's clock
 * is fast, or too late to be punctual, is left to the reconciler, which asks for it when it is due or as the timer's
 * policy says. So a wrong clock costs seconds, and never a run too many, too few, or at the wrong time.
 */
@Component
class FireGate implements TimerGate {

    private static final Logger LOG = LoggerFactory.getLogger(FireGate.class);
    private static final Duration EARLY = Duration.ofSeconds(1);

    private final TimerRoutes routes;
    private final DatabaseTime time;

    FireGate(TimerRoutes routes, DatabaseTime time) {
        this.routes = routes;
        this.time = time;
    }

    @Override
    public Optional<String> requestId(Exchange fire, String pipeline, Instant scheduled) {
        String route = fire.getFromRouteId();
        Optional<Timer> timer = routes.find(route);
        if (timer.isEmpty()) {
            return Optional.of("timer:" + route + ":" + scheduled);
        }
        if (fire.getProperty(TimerRoutes.IS_MADE_UP, false, Boolean.class)) {
            return timer.map(known -> known.requestId(pipeline, scheduled));
        }
        return punctual(timer.get(), scheduled).map(due -> timer.get().requestId(pipeline, due));
    }

    private Optional<Instant> punctual(Timer timer, Instant scheduled) {
        Instant now = time.now();
        if (scheduled.isAfter(now.plus(EARLY))) {
            LOG.warn(
                    "Timer {} fired {} before {}: this node's clock is ahead of the database's; it is asked for when it is"
                            + " due. Check the node's time synchronisation",
                    timer.route(),
                    Duration.between(now, scheduled),
                    scheduled);
            return Optional.empty();
        }
        Optional<Instant> due = timer.schedule().newest(scheduled);
        if (due.isEmpty() || due.get().isBefore(now.minus(Reconciliation.LATE))) {
            LOG.info(
                    "Timer {} fired late, for {}: what was missed is settled as its policy says",
                    timer.route(),
                    scheduled);
            return Optional.empty();
        }
        return due;
    }
}
