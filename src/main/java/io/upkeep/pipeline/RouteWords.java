package io.upkeep.pipeline;

import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.spi.LogListener;
import org.springframework.stereotype.Component;

/** What a pipeline's route says with {@code log} is said in its run's log, too. */
@Component
class RouteWords implements LogListener {

    private final RunLogWriter log;

    RouteWords(RunLogWriter log) {
        this.log = log;
    }

    @Override
    public String onLog(Exchange exchange, CamelLogger logger, String message) {
        log.said(exchange, message);
        return message;
    }
}
