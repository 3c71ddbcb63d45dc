package io.upkeep.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The openings that are written down. Every write joins the caller's transaction and counts the sequence up. */
interface Occurrences {

    /** The one with this id. */
    Optional<Occurrence> find(UUID id);

    /** The one with this id, which nobody else changes until the transaction ends. */
    Optional<Occurrence> lock(UUID id);

    /** Those with these ids, whatever their state, and the unfinished ones that close after an instant. */
    List<Occurrence> near(Collection<UUID> ids, Instant now);

    /** Those that ended, newest first. */
    List<Occurrence> ended(int most);

    /**
     * Writes a new one down, or brings an untouched declared one up to date; empty when there was nothing to do. A
     * sequence of 1 says that it is new.
     */
    Optional<Occurrence> write(Occurrence occurrence, List<Duration> reminders, Instant now);

    /** Replaces what may change: state, times, who, remark. The row must be locked. */
    Occurrence update(Occurrence changed, Instant now);

    /** Opens what is due, in one statement; of the declared ones only those that still are. */
    List<Occurrence> start(Collection<UUID> declared, Instant now);

    /** Ends what is past its closing. */
    List<Occurrence> complete(Instant now);

    /** Calls off what closed without having been open. */
    List<Occurrence> giveUp(Instant now);

    /** Those whose reminder is due, each once; a reminder that was missed by more than one is told once. */
    List<Occurrence> remind(Collection<UUID> declared, Instant now);
}
