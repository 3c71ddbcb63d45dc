package io.upkeep.performance;

/** Told of what may run out before more can be got, and of what no longer does. Joins the caller's transaction. */
public interface CapacityAlarm {

    /**
     * It may.
     *
     * @param key names the one thing, the same in each report
     * @param text may hold a host's text
     */
    void isShort(String run, String key, String text);

    /** It does not, or not any more. */
    void isEnough(String run, String key, String text);
}
