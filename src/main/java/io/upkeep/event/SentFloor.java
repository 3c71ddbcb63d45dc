package io.upkeep.event;

/**
 * Below which place of the outbox nothing waits, nor can come to wait: where the search for waiting events starts. Without
 * it every search steps over what was sent since the last vacuum, which a long backup or report in the same database
 * puts off for hours.
 *
 * <p>A place is given out before its transaction commits, so that an event can appear below others that were sent. The
 * floor therefore rises only when every transaction that was open when those were read has ended, and one more reading
 * from the old floor has found nothing.
 */
final class SentFloor {

    private static final long NOT_SEEN = -1;

    private long floor;
    private long candidate;
    private long openUntil = NOT_SEEN;
    private boolean isSettled;

    /**
     * Where to search from.
     *
     * @param oldestOpen the oldest transaction that is open now
     * @param next the number the next transaction will get
     */
    long from(long oldestOpen, long next) {
        if (candidate > floor && openUntil == NOT_SEEN) {
            openUntil = next;
        }
        isSettled = candidate > floor && oldestOpen >= openUntil;
        return floor;
    }

    /**
     * What the search found is sent and marked.
     *
     * @param last the highest place found; 0 when none was
     * @param isAll whether there were no more
     */
    void sent(long last, boolean isAll) {
        if (isSettled && (isAll || last >= candidate)) {
            floor = candidate;
            openUntil = NOT_SEEN;
            isSettled = false;
        }
        if (candidate == floor && last >= candidate) {
            candidate = last + 1;
        }
    }

    /** Searches from the start again, in case somebody changed the rows by hand. */
    void reset() {
        floor = 0;
        candidate = 0;
        openUntil = NOT_SEEN;
        isSettled = false;
    }
}
