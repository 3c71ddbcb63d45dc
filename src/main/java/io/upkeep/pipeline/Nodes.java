package io.upkeep.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The nodes that work on this database. */
public interface Nodes {

    /**
     * A node.
     *
     * @param address where its dashboard is
     * @param pausedBy who paused it; null when nobody did
     * @param isSelf whether it is the one that answers
     * @param runs ids of the runs it works on, the longest held first
     */
    record Node(
            String name,
            String address,
            Instant startedAt,
            Instant heartbeat,
            String pausedBy,
            int workers,
            List<UUID> runs,
            boolean isSelf) {}

    /** Those whose heartbeat is not older than the lease. */
    List<Node> alive();

    /** Whether this node is not the only one, as of the last heartbeat. */
    boolean areSeveral();

    /** Whether there is no node that takes runs up, because each is paused; as of the last heartbeat. */
    boolean areAllPaused();

    /** Reads again who works and what is paused, without waiting for the next heartbeat. */
    void read();
}
