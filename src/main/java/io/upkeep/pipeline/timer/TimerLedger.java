package io.upkeep.pipeline.timer;

import io.upkeep.pipeline.timer.Reconciliation.Missed;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of timers, for all nodes. */
interface TimerLedger {

    /**
     * Until when the timer's times are settled. A timer that is new, or whose cron or zone changed, counts from now: when
     * the change was made nobody knows.
     */
    Instant lookedAt(Timer timer, Instant now);

    /** Those of the times that all of the timer's runs were asked for. */
    Set<Instant> asked(Timer timer, List<Instant> due);

    /** Notes missed times; one that is noted already and was told stays as it is. */
    void note(Timer timer, List<Missed> missed, Instant now);

    /** Takes the missed times that nobody was told of yet: each is handed out once, also to several nodes. */
    List<Missed> takeUntold(Timer timer, Instant now);

    /** Counts the timer's events from 1. */
    long nextSequence(Timer timer);

    /** Work that was due then has not been done. */
    void isBehind(Timer timer, Instant due);

    /** Whether every pipeline of a timer that is behind has succeeded since; told once. */
    boolean catchesUp(Timer timer);

    /** Everything up to here is settled; never moves back. */
    void settled(Timer timer, Reconciliation done);

    /** Forgets timers whose routes are gone, so that they start anew if they come back. */
    void keepOnly(Collection<String> routes);

    /** What there is to show of each timer, by its route. */
    Map<String, Page> pages();

    /**
     * What there is to show of a timer.
     *
     * @param last the newest time that a run was asked for; null when there is none
     * @param lastMissed the newest time that was missed; null when there is none
     */
    record Page(Instant last, Instant lastMissed) {

        static final Page EMPTY = new Page(null, null);
    }
}
