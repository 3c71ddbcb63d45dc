package io.upkeep.pipeline;

import io.upkeep.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The runs that this node accepted a moment ago. One for which a worker is free then is handed to that worker: its place in
 * the queue is taken as it is made, and nobody has to find it there. That ends where another run would have to wait longer
 * for it: as soon as one queues, until a look into the queue finds none.
 */
@Component
class Handover {

    private static final int MOST = 1000;

    private final int workers;
    private final Duration look;
    private final Underway underway;
    private final Pauses pauses;
    private final Map<UUID, Run> accepted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Run> eldest) {
            return size() > MOST;
        }
    };
    private final Deque<Run> handed = new ArrayDeque<>();
    private final Set<UUID> promisedTo = new HashSet<>();
    private int promises;
    private boolean isNobodyQueueing;
    private boolean isClosed;
    private Instant nextLook = Instant.MIN;

    Handover(EngineSettings settings, Underway underway, Pauses pauses) {
        this.workers = settings.workers();
        this.look = settings.poll();
        this.underway = underway;
        this.pauses = pauses;
    }

    /** Keeps a free worker for a run that is about to be accepted; false when it has to queue. */
    synchronized boolean promise() {
        if (!isClosed
                && isNobodyQueueing
                && pauses.nodeReason() == null
                && promises + promisedTo.size() + underway.count() < workers) {
            promises++;
            return true;
        }
        isNobodyQueueing = false;
        return false;
    }

    /** No worker begins with anything any more: what is accepted until this node has ended is for others. */
    synchronized void close() {
        isClosed = true;
    }

    /** What became of it: nothing that would need the worker. */
    synchronized void withdraw() {
        promises--;
    }

    /** What became of it: a run, which is committed. */
    synchronized void hand(Run run) {
        promises--;
        promisedTo.add(run.id());
        handed.add(run);
        accepted.put(run.id(), run);
    }

    /** A run that was accepted, and queues. */
    synchronized void queued(Run run) {
        accepted.put(run.id(), run);
    }

    /** Those whose workers are to begin, the oldest first. */
    synchronized List<Run> next(int most) {
        List<Run> next = new ArrayList<>();
        while (next.size() < most && !handed.isEmpty()) {
            next.add(handed.remove());
        }
        return next;
    }

    /** Whether the queue is to be looked into now, though there are runs to begin with. */
    synchronized boolean isLookDue(Instant now) {
        return !now.isBefore(nextLook);
    }

    synchronized void lookSoon() {
        nextLook = Instant.MIN;
    }

    /** @param isNobodyLeft whether all that are due there have workers now */
    synchronized void looked(Instant now, boolean isNobodyLeft) {
        nextLook = now.plus(look);
        isNobodyQueueing = isNobodyLeft;
    }

    /**
     * A run as it was accepted, for the worker that begins with it: whoever is the first to take one up need not read it.
     * Answers once. Of no use to anybody later: it has changed then.
     */
    synchronized Optional<Run> begin(UUID run) {
        promisedTo.remove(run);
        return Optional.ofNullable(accepted.remove(run));
    }
}
