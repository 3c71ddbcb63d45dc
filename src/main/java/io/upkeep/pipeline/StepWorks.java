package io.upkeep.pipeline;

import org.apache.camel.Exchange;

/** Where an exchange keeps who is to be asked around its steps. */
final class StepWorks {

    private static final String PROPERTY = "UpkeepStepWork";

    private StepWorks() {}

    /** Null for an exchange that belongs to no run. */
    static StepWork of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, StepWork.class);
    }

    static void put(StepWork work, Exchange exchange) {
        exchange.setProperty(PROPERTY, work);
    }
}
