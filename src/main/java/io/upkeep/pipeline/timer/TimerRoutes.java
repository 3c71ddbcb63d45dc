package io.upkeep.pipeline.timer;

import io.upkeep.pipeline.MaintenanceEndpoint;
import io.upkeep.pipeline.timer.Timer.Asked;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.DefaultConsumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The timers among the running routes: {@code quartz:} at the start, {@code maintenance:} in it. */
@Component
class TimerRoutes {

    /** Set by camel-quartz: when the timer was to fire, whenever it did. */
    private static final String SCHEDULED = "scheduledFireTime";

    /** A property of the exchange, which no message from outside can bring. */
    static final String IS_MADE_UP = "upkeepTimerIsMadeUp";

    private final ObjectProvider<CamelContext> camel;

    TimerRoutes(ObjectProvider<CamelContext> camel) {
        this.camel = camel;
    }

    /** Whether the routes run yet; before that there seem to be no timers. */
    boolean areRunning() {
        return camel.getObject().isStarted();
    }

    List<Timer> all() {
        return camel.getObject().getRoutes().stream()
                .map(this::timer)
                .flatMap(Optional::stream)
                .toList();
    }

    Optional<Timer> find(String route) {
        return Optional.ofNullable(camel.getObject().getRoute(route)).flatMap(this::timer);
    }

    /** Does what the timer does when it fires, at once, as if it were this time. */
    void fire(String name, Instant due) throws Exception {
        Route route = camel.getObject().getRoute(name);
        if (route == null || !(route.getConsumer() instanceof DefaultConsumer consumer)) {
            throw new IllegalStateException("the route %s is gone".formatted(name));
        }
        Exchange exchange = consumer.createExchange(false);
        exchange.setProperty(IS_MADE_UP, true);
        exchange.getMessage().setHeader(SCHEDULED, Date.from(due));
        consumer.getProcessor().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    private Optional<Timer> timer(Route route) {
        if (!(route.getEndpoint() instanceof QuartzEndpoint quartz) || quartz.getCron() == null) {
            return Optional.empty();
        }
        Map<String, Object> options =
                Optional.ofNullable(quartz.getTriggerParameters()).orElse(Map.of());
        Object zone = options.getOrDefault("timeZone", TimeZone.getDefault());
        TimeZone known = zone instanceof TimeZone given ? given : TimeZone.getTimeZone(zone.toString());
        List<Asked> asks = asks(route);
        return asks.isEmpty()
                ? Optional.empty()
                : Optional.of(new Timer(
                        route.getRouteId(),
                        quartz.getCron(),
                        known.toZoneId(),
                        MissedPolicy.of(options.get("misfireInstruction")),
                        asks));
    }

    private List<Asked> asks(Route route) {
        RouteDefinition definition = ((ModelCamelContext) camel.getObject()).getRouteDefinition(route.getRouteId());
        if (definition == null) {
            return List.of();
        }
        return ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ToDefinition.class).stream()
                .map(ToDefinition::getUri)
                .filter(uri -> uri.startsWith("maintenance:"))
                .map(uri -> asked(camel.getObject().getEndpoint(uri, MaintenanceEndpoint.class)))
                .toList();
    }

    private static Asked asked(MaintenanceEndpoint endpoint) {
        return new Asked(
                endpoint.getName(),
                endpoint.getInput().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, input -> String.valueOf(input.getValue()))));
    }
}
