package io.upkeep.pipeline;

import io.upkeep.run.Phase;
import io.upkeep.run.StepKey;
import org.apache.camel.Exchange;

/** Where in the tree of steps an exchange is; kept as an exchange property, so that branches each have their own. */
record StepScope(String path, String iteration) {

    private static final String PROPERTY = "UpkeepStepScope";
    private static final StepScope TOP = new StepScope("", "");

    static StepScope of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, TOP, StepScope.class);
    }

    StepScope enter(String id, String indexes) {
        return new StepScope(path.isEmpty() ? id : path + "/" + id, join(iteration, indexes));
    }

    void applyTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    StepKey key(Phase phase) {
        return new StepKey(phase, path, iteration);
    }

    private static String join(String outer, String own) {
        if (own.isEmpty()) {
            return outer;
        }
        return outer.isEmpty() ? own : outer + "." + own;
    }
}
