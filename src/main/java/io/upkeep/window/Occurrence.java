package io.upkeep.window;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/**
 * One opening of a window.
 *
 * @param id of a declared one made from its window and its time on the wall clock, the same on every node
 * @param window the declared window's name
 * @param isDeclared whether application.yaml brought it about, not a person
 * @param isMoved whether a person rescheduled it
 * @param opens when it opens, or opened
 * @param closes when it closes, as extended by now
 * @param cutoff how long before the end nothing new may start
 * @param zone what its times are shown in
 * @param reason why there is such a window
 * @param scope what it is for
 * @param proposedBy who asked; {@code application.yaml} for a declared one
 * @param approvedBy who agreed; null while nobody has
 * @param remark what the last person or keeper said about it; may be null
 * @param startedAt null before
 * @param endedAt when it was completed or cancelled; null before
 * @param sequence the number of its last event; 0 for one that is not written down yet
 */
public record Occurrence(
        UUID id,
        String window,
        boolean isDeclared,
        boolean isMoved,
        WindowState state,
        Instant opens,
        Instant closes,
        Duration cutoff,
        ZoneId zone,
        String reason,
        Scope scope,
        String proposedBy,
        String approvedBy,
        String remark,
        Instant startedAt,
        Instant endedAt,
        long sequence) {

    /** From here on nothing new may start. */
    public Instant cutoffAt() {
        return closes.minus(cutoff);
    }

    /**
     * Its times as they are by now: {@code Sunday 2026-11-29 02:00 Europe/Berlin until 04:00}, and when it ended where that was before
     * its closing.
     */
    public String times() {
        String agreed = "%s until %s".formatted(Said.at(opens, zone), Said.after(opens, closes, zone));
        return endedAt == null || !endedAt.isBefore(closes)
                ? agreed
                : "%s; it %s at %s"
                        .formatted(
                                agreed,
                                state == WindowState.CANCELLED ? "was called off" : "ended",
                                Said.after(opens, endedAt, zone));
    }

    /** Whether it is open; the keeper may be about to note it. */
    public boolean isOpenAt(Instant now) {
        boolean isAgreed = state == WindowState.STARTED || state == WindowState.APPROVED;
        return isAgreed && !opens.isAfter(now) && now.isBefore(closes);
    }

    /** Whether it is agreed and still to come. */
    boolean isAheadOf(Instant now) {
        return state == WindowState.APPROVED && opens.isAfter(now);
    }

    /** Whether work that takes this long can be done in it when it starts as it opens. */
    boolean isLongEnough(Duration needed) {
        return !opens.plus(needed).isAfter(cutoffAt());
    }

    /** The same in another state, as somebody remarks. */
    Occurrence in(WindowState next, String words) {
        return with(next, opens, closes, isMoved, proposedBy, approvedBy, words, startedAt, endedAt);
    }

    Occurrence approved(String by) {
        return with(WindowState.APPROVED, opens, closes, isMoved, proposedBy, by, null, null, null);
    }

    /** Opened by now; earlier than planned where a person says so. */
    Occurrence started(Instant now) {
        Instant first = startedAt == null ? now : startedAt;
        Instant opened = opens.isAfter(now) ? now : opens;
        return with(WindowState.STARTED, opened, closes, isMoved, proposedBy, approvedBy, null, first, null);
    }

    /** With other times, and nobody's agreement to them. */
    Occurrence moved(Instant from, Instant until, String by, String words) {
        return with(WindowState.PROPOSED, from, until, true, by, null, words, null, null);
    }

    Occurrence extended(Instant until, String words) {
        return with(state, opens, until, isMoved, proposedBy, approvedBy, words, startedAt, null);
    }

    Occurrence ended(WindowState last, Instant now, String words) {
        return with(last, opens, closes, isMoved, proposedBy, approvedBy, words, startedAt, now);
    }

    private Occurrence with(
            WindowState next,
            Instant from,
            Instant until,
            boolean moved,
            String by,
            String agreedBy,
            String words,
            Instant started,
            Instant ended) {
        return new Occurrence(
                id,
                window,
                isDeclared,
                moved,
                next,
                from,
                until,
                cutoff,
                zone,
                reason,
                scope,
                by,
                agreedBy,
                words,
                started,
                ended,
                sequence);
    }
}
