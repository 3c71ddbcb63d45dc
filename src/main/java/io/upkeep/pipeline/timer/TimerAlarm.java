package io.upkeep.pipeline.timer;

/** Told of timers whose missed work is to be made up for, and of when that is done. Joins the caller's transaction. */
public interface TimerAlarm {

    /**
     * It missed times.
     *
     * @param timer the route's id
     * @param text what happened and what follows
     */
    void isBehind(String timer, String text);

    /** All that it stands for has succeeded since. */
    void hasCaughtUp(String timer);
}
