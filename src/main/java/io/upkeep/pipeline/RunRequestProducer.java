package io.upkeep.pipeline;

import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code to: maintenance:NAME}: requests a run; the body becomes its id, or null when a timer's fire asks for none. With
 * {@code wait} the step that asks is over when the run is, and fails when that did not succeed.
 */
class RunRequestProducer extends DefaultProducer {

    /** What became of the child run that the step waited for, in words for the run's log. */
    static final String BECAME = "UpkeepChildBecame";

    /** Set by camel-quartz: when the timer was to fire, whenever it did. */
    private static final String SCHEDULED = "scheduledFireTime";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{variable\\.([A-Za-z][A-Za-z0-9_]*)}");

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
        if (StepWorks.of(exchange) instanceof PlanWork) {
            throw new InvalidRequest(
                    "maintenance:%s starts a run, so its step is none that changes nothing; take it out of readOnly"
                            .formatted(getEndpoint().getName()));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        getEndpoint().getInput().forEach((name, value) -> parameters.put(name, given(exchange, String.valueOf(value))));
        Optional<Run> run =
                getEndpoint().isWait() ? Optional.of(child(exchange, parameters)) : request(exchange, parameters);
        exchange.getMessage().setBody(run.map(asked -> asked.id().toString()).orElse(null));
    }

    /** A value is a constant, or one variable of the run; no other expression is evaluated. */
    private static String given(Exchange exchange, String value) {
        Matcher variable = VARIABLE.matcher(value);
        if (!variable.matches()) {
            return value;
        }
        Object set = exchange.getVariable(variable.group(1));
        if (set instanceof CharSequence || set instanceof Number || set instanceof Boolean) {
            return set.toString();
        }
        throw new InvalidRequest("the variable '%s' %s, so it cannot be given as an input; set it to one value before"
                .formatted(variable.group(1), set == null ? "is not set" : "holds more than one value"));
    }

    private Optional<Run> request(Exchange exchange, Map<String, String> parameters) {
        String route = exchange.getFromRouteId();
        Date scheduled = exchange.getMessage().getHeader(SCHEDULED, Date.class);
        if (scheduled == null) {
            String id = exchange.getProperty(RunRequest.ID_PROPERTY, String.class);
            return Optional.of(runs.request(new RunRequest(getEndpoint().getName(), parameters, "route:" + route, id)));
        }
        return CamelContextHelper.findSingleByType(exchange.getContext(), TimerGate.class)
                .requestId(exchange, getEndpoint().getName(), scheduled.toInstant())
                .map(id -> runs.request(new RunRequest(getEndpoint().getName(), parameters, "timer:" + route, id)));
    }

    private Run child(Exchange exchange, Map<String, String> parameters) {
        if (!(StepWorks.of(exchange) instanceof RunContext parent)) {
            throw new InvalidRequest("maintenance:%s?wait=true is for the steps of a pipeline; leave wait out"
                    .formatted(getEndpoint().getName()));
        }
        Run child = child(exchange, parent, parameters);
        if (!child.state().isFinal()) {
            throw new WaitsForChild(child.id(), child.pipeline());
        }
        if (child.state() == RunState.SUCCEEDED) {
            exchange.setProperty(BECAME, "%s %s: run %s".formatted(child.pipeline(), child.state(), child.id()));
        } else if (getEndpoint().getTolerates().accepts(child)) {
            exchange.setProperty(BECAME, new ChildFailed(child).getMessage());
        } else {
            throw new ChildFailed(child);
        }
        return child;
    }

    /** One that belongs to the opening of a window may have been asked for by somebody else before. */
    private Run child(Exchange exchange, RunContext parent, Map<String, String> parameters) {
        String work = parent.workOf(StepScope.of(exchange).key(parent.phase()));
        RunRequest request = new RunRequest(
                getEndpoint().getName(),
                parameters,
                "run:" + parent.run().id(),
                ChildRequest.id(parent.run().id(), parent.phase(), work),
                parent.run().priority(),
                parent.run().id());
        if (getEndpoint().getInWindow() == null) {
            return runs.request(request);
        }
        RunsInWindow window = CamelContextHelper.findSingleByType(exchange.getContext(), RunsInWindow.class);
        String opening = given(exchange, getEndpoint().getInWindow());
        Run child = window.asked(request, opening).orElseGet(() -> runs.request(request));
        window.requireOverOrBegun(child, parent.run().id(), opening);
        return child;
    }
}
