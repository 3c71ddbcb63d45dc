package io.upkeep.pipeline;

import io.upkeep.run.Phase;
import io.upkeep.run.StepKey;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What happens around each step of an exchange: a run records it, a plan only looks. */
interface StepWork {

    /** Which route is being executed. */
    Phase phase();

    /**
     * Whether the step's work is to be done now; if not, the exchange is as after the step.
     *
     * @throws RuntimeException when the run must not go on
     */
    boolean begin(StepKey key, Exchange exchange);

    /** This thread executes the step from here on. */
    void enter(StepKey key, Exchange exchange);

    /**
     * The step's work is over.
     *
     * @param anotherFollows whether the next step, or the end of the route, follows at once
     * @return the pause before the step is to be tried again; empty when it is not
     */
    Optional<Duration> end(StepKey key, Exchange exchange, boolean anotherFollows);

    /** Waits before the step is tried again; false when it is not after all. */
    boolean againAfter(StepKey key, Duration pause);
}
