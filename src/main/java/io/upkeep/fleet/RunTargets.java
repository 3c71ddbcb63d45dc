package io.upkeep.fleet;

import io.upkeep.target.Target;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * The targets of the run that an exchange belongs to, for {@code fleet:targets}. The engine puts them there before the route
 * begins, as a property, which no message can set.
 */
public record RunTargets(List<Target> all) {

    static final String PROPERTY = "UpkeepRunTargets";

    /** Copies the list. */
    public RunTargets {
        all = List.copyOf(all);
    }

    /** Makes them known to the routes that the exchange goes through. */
    public void putInto(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** Empty outside of runs. */
    static Optional<RunTargets> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, RunTargets.class));
    }
}
