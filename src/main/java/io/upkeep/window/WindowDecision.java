package io.upkeep.window;

import java.time.Instant;
import java.util.UUID;

/** Whether work may start now, as far as windows are concerned. */
public sealed interface WindowDecision {

    /** It needs no window. */
    record AnyTime() implements WindowDecision {}

    /**
     * It may start.
     *
     * @param window the declared window's name
     * @param occurrence the id of this opening: the same on every node, and kept by the run that starts in it
     * @param cutoff from here on nothing new may start
     * @param closes the end; an extension moves it, {@link Windows#closes} knows the newest
     */
    record Open(String window, UUID occurrence, Instant cutoff, Instant closes) implements WindowDecision {}

    /**
     * None of its windows is open, or they are past their cutoff.
     *
     * @param reason a sentence with the next opening in the window's own time zone
     * @param opens when it may start at the earliest; null when nothing is planned
     */
    record Closed(String reason, Instant opens) implements WindowDecision {}

    /**
     * A window is open, but too little of it is left for the time the work needs.
     *
     * @param reason a sentence with the time needed and the time left
     * @param fits the opening of the next window that is long enough; null when there is none
     */
    record WillNotFit(String reason, Instant fits) implements WindowDecision {}
}
