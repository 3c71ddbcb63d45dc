package io.upkeep.pipeline.lint;

import java.util.List;

/** Everything that is checked. */
final class Rules {

    private Rules() {}

    static List<Rule> all() {
        Components components = new Components();
        return List.of(
                new SchemaRule(),
                new EndpointRule(components),
                new SecurityRule(components),
                new RouteIdRule(),
                new CalledRouteRule(),
                new KameletRule(),
                new RollbackRule(),
                new StepRule(),
                new UndoRule(),
                new DetachingRule(),
                new ErrorHandlingRule(),
                new TimerRule(),
                new PipelineOptionsRule(),
                new RequestedInputsRule(),
                new ScriptRule());
    }
}
