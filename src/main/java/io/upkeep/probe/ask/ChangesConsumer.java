package io.upkeep.probe.ask;

import io.upkeep.probe.StateChange;
import io.upkeep.probe.StateChanges;
import io.upkeep.run.RunRequest;
import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultConsumer;

/**
 * Sends each wanted change of state through the route, on the thread and in the transaction that record it. The run that the route
 * asks for has the change's id, so a change asks for it once.
 */
final class ChangesConsumer extends DefaultConsumer implements StateChanges.Reaction {

    private final ProbeEndpoint endpoint;
    private final Selector targets;

    ChangesConsumer(ProbeEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.targets = Selector.parse(endpoint.getTarget().isEmpty() ? "all" : endpoint.getTarget());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.component().changes().add(this);
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.component().changes().remove(this);
        super.doStop();
    }

    @Override
    public String route() {
        return getRoute() == null ? endpoint.getEndpointUri() : getRoute().getRouteId();
    }

    @Override
    public void to(StateChange change) {
        Target target = endpoint.component().inventory().find(change.target()).orElse(null);
        boolean isWanted = target != null
                && targets.matches(target)
                && (endpoint.getProbe().isEmpty() || endpoint.getProbe().equals(change.probe()))
                && (endpoint.getBecomes().isEmpty()
                        || endpoint.getBecomes().equalsIgnoreCase(change.state().name()));
        if (!isWanted) {
            return;
        }
        Exchange exchange = createExchange(false);
        try {
            exchange.setProperty(RunRequest.ID_PROPERTY, "probe:" + change.id() + ":" + route());
            exchange.setVariable("target", change.target());
            exchange.setVariable("probe", change.probe());
            exchange.setVariable("state", change.state().name());
            exchange.setVariable("before", change.before().name());
            exchange.setVariable("reason", change.reason());
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
        } catch (Exception failure) {
            throw RuntimeCamelException.wrapRuntimeCamelException(failure);
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
