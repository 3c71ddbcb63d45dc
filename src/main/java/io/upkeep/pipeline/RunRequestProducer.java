package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** {@code to: maintenance:NAME}: requests a run; the body becomes its id. A timer's fire is requested once. */
class RunRequestProducer extends DefaultProducer {

    /** Set by camel-quartz: when the timer was to fire, whenever it did. */
    private static final String SCHEDULED = "scheduledFireTime";

    private final Runs runs;

    RunRequestProducer(MaintenanceEndpoint endpoint, Runs runs) {
        super(endpoint);
        this.runs = runs;
    }

    @Override
    public MaintenanceEndpoint getEndpoint() {
        return (MaintenanceEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) {
        String route = exchange.getFromRouteId();
        Date scheduled = exchange.getMessage().getHeader(SCHEDULED, Date.class);
        Map<String, String> parameters = new LinkedHashMap<>();
        getEndpoint().getInput().forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        Run run = runs.request(new RunRequest(
                getEndpoint().getName(),
                parameters,
                (scheduled == null ? "route:" : "timer:") + route,
                scheduled == null ? null : "timer:" + route + ":" + scheduled.toInstant()));
        exchange.getMessage().setBody(run.id().toString());
    }
}
