package io.upkeep.pipeline;

import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Says which request a timer's fire stands for. */
public interface TimerGate {

    /**
     * The request id of this fire: the same on every node and however often the timer fires for this time; empty when
     * nothing is to be requested now.
     *
     * @param scheduled when the timer was to fire
     */
    Optional<String> requestId(Exchange fire, String pipeline, Instant scheduled);
}
