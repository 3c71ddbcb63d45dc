package io.upkeep.pipeline.lint;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that is checked; what YAML itself forbids is {@link YamlReader}'s. */
final class Rules {

    private Rules() {}

    /** Every kind of mistake, in the order of the reference. */
    static List<Check> checks(List<Rule> rules) {
        return Stream.concat(
                        Stream.of(YamlReader.UNREADABLE, YamlReader.REPEATED),
                        rules.stream().flatMap(rule -> rule.checks().stream()))
                .toList();
    }

    /** The rules, at this time and with these properties. */
    static List<Rule> all(Clock clock, KnownProperties known) {
        Components components = new Components();
        Optional<DeclaredNames> declared = known.declared().map(DeclaredNames::of);
        return List.of(
                new SchemaRule(),
                new EndpointRule(components),
                new SecurityRule(components),
                new PipelineOptionsRule(components, known, declared),
                new SelectorRule(known, declared),
                new TargetRule(known, declared),
                new RouteIdRule(),
                new PlaceholderRule(known),
                new CalledRouteRule(),
                new KameletRule(components),
                new RollbackRule(),
                new StepRule(),
                new UndoRule(),
                new StepNamesRule(),
                new WaitRule(),
                new VariableRule(),
                new DetachingRule(),
                new MessageDataRule(),
                new ErrorHandlingRule(),
                new TimerRule(clock, known),
                new SharedTimerRule(),
                new RequestedInputsRule(),
                new ScriptRule(),
                new FleetOptionsRule(components, known),
                new FailedHostsRule());
    }
}
