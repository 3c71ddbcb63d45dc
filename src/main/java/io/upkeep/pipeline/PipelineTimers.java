package io.upkeep.pipeline;

import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.quartz.CronExpression;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Which timers start which pipeline, read from the running routes: {@code quartz:} at the start, {@code maintenance:} in it. */
@Component
public class PipelineTimers {

    private final ObjectProvider<CamelContext> camel;
    private final Clock clock;

    PipelineTimers(ObjectProvider<CamelContext> camel, Clock clock) {
        this.camel = camel;
        this.clock = clock;
    }

    /** The timers that ask for runs of this pipeline. */
    public List<PipelineTimer> of(String pipeline) {
        return camel.getObject().getRoutes().stream()
                .filter(route -> asksFor(route, pipeline))
                .flatMap(this::timer)
                .toList();
    }

    private boolean asksFor(Route route, String pipeline) {
        RouteDefinition definition = ((ModelCamelContext) camel.getObject()).getRouteDefinition(route.getRouteId());
        return definition != null
                && ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ToDefinition.class).stream()
                        .map(to -> String.valueOf(to.getUri()).split("\\?", 2)[0])
                        .anyMatch(uri ->
                                uri.equals("maintenance:" + pipeline) || uri.equals("maintenance://" + pipeline));
    }

    private Stream<PipelineTimer> timer(Route route) {
        if (!(route.getEndpoint() instanceof QuartzEndpoint quartz) || quartz.getCron() == null) {
            return Stream.empty();
        }
        Object zone = Optional.ofNullable(quartz.getTriggerParameters())
                .map(parameters -> parameters.get("timeZone"))
                .orElse(TimeZone.getDefault().getID());
        String name = zone instanceof TimeZone known ? known.getID() : zone.toString();
        return Stream.of(new PipelineTimer(quartz.getCron(), name, next(quartz.getCron(), name)));
    }

    private java.time.Instant next(String cron, String zone) {
        try {
            CronExpression expression = new CronExpression(cron);
            expression.setTimeZone(TimeZone.getTimeZone(zone));
            Date next = expression.getNextValidTimeAfter(Date.from(clock.instant()));
            return next == null ? null : next.toInstant();
        } catch (ParseException e) {
            throw new IllegalStateException("a running route has the cron expression '%s'".formatted(cron), e);
        }
    }
}
