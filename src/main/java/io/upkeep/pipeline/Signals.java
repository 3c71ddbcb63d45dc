package io.upkeep.pipeline;

import io.upkeep.run.Run.Wish;
import java.util.UUID;

/** Tells the nodes, this one included, that something is to be looked at now. Losing a signal costs time, nothing else. */
interface Signals {

    /** Workers of this node may begin with what was handed over to them. */
    void handedOver();

    /** There may be runs to take up. */
    void due();

    /** A person wants something of a run that some node works on. */
    void wish(UUID run, Wish wish);

    /** The system or a node was paused, or goes on. */
    void paused();
}
