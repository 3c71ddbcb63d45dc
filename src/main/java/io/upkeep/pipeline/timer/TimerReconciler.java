package io.upkeep.pipeline.timer;

import io.upkeep.pipeline.timer.Reconciliation.Missed;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sees to it that no time a timer is due at goes by unnoticed: compares, again and again and on every node, when timers
 * were due with the runs that were asked for. What is missing and fresh is asked for, what is late is settled as the
 * timer's policy says and told, and is an incident until its work has been done where it is to be made up for. Each part
 * of it may be repeated or done by two nodes at once without harm.
 */
@Component
class TimerReconciler {

    private static final Logger LOG = LoggerFactory.getLogger(TimerReconciler.class);

    private final TimerRoutes routes;
    private final TimerLedger ledger;
    private final DatabaseTime time;
    private final StoredTriggers triggers;
    private final MissedNews news;
    private final TimerAlarm alarm;
    private final TransactionOperations transaction;
    private List<Timer> seen = List.of();

    TimerReconciler(
            TimerRoutes routes,
            TimerLedger ledger,
            DatabaseTime time,
            StoredTriggers triggers,
            MissedNews news,
            TimerAlarm alarm,
            TransactionOperations transaction) {
        this.routes = routes;
        this.ledger = ledger;
        this.time = time;
        this.triggers = triggers;
        this.news = news;
        this.alarm = alarm;
        this.transaction = transaction;
    }

    @Scheduled(
            initialDelayString = "${upkeep.timers.look-every:10s}",
            fixedDelayString = "${upkeep.timers.look-every:10s}")
    void look() {
        if (!routes.areRunning()) {
            return;
        }
        try {
            List<Timer> timers = routes.all();
            if (!timers.equals(seen)) {
                triggers.mend();
                ledger.keepOnly(timers.stream().map(Timer::route).toList());
                seen = timers;
            }
            Instant now = time.now();
            timers.forEach(timer -> look(timer, now));
        } catch (RuntimeException e) {
            LOG.warn("Timers cannot be checked now, tried again soon: {}", e.getMessage());
        }
    }

    private void look(Timer timer, Instant now) {
        try {
            Instant lookedAt = ledger.lookedAt(timer, now);
            Reconciliation owed = Reconciliation.of(timer, lookedAt, now, due -> ledger.asked(timer, due));
            ledger.note(timer, owed.missed(), now);
            for (Instant due : owed.fires()) {
                routes.fire(timer.route(), due);
            }
            transaction.executeWithoutResult(status -> tell(timer, now));
            ledger.settled(timer, owed);
        } catch (Exception e) {
            LOG.warn("Timer {} cannot be checked now, tried again soon: {}", timer.route(), e.getMessage());
        }
    }

    private void tell(Timer timer, Instant now) {
        List<Missed> missed = ledger.takeUntold(timer, now);
        if (!missed.isEmpty()) {
            String what = news.tell(timer, missed, ledger.nextSequence(timer), now);
            behind(timer, missed, what);
        } else if (ledger.catchesUp(timer)) {
            alarm.hasCaughtUp(timer.route());
        }
    }

    /** A timer that says to wait for its next time says that nobody has to mind. */
    private void behind(Timer timer, List<Missed> missed, String what) {
        if (timer.policy() == MissedPolicy.FIRE_ONCE) {
            ledger.isBehind(timer, missed.get(missed.size() - 1).due());
            alarm.isBehind(timer.route(), what);
        }
    }
}
