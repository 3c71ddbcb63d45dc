package io.upkeep.pipeline.lint;

import io.upkeep.text.NearName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.catalog.EndpointValidationResult;

/** Every endpoint's component exists and takes the options given, with values of their types. */
final class EndpointRule implements Rule {

    static final Check COMPONENT = new Check(
            "component-unknown",
            "Every endpoint names a component that Upkeep has.",
            "Camel does not start the route.",
            "- to: flet:label:api",
            "- to: fleet:label:api");
    static final Check OPTION = new Check(
            "endpoint-option",
            "Every option is one of the component's, on the right side (`from` or `to`), with a value of its type.",
            "A mistyped option is refused at start at best; at worst its default rules unnoticed.",
            "- to: {uri: \"fleet:label:api\", parameters: {timout: 5m}}",
            "- to: {uri: \"fleet:label:api\", parameters: {timeout: 5m}}");

    @Override
    public List<Check> checks() {
        return List.of(COMPONENT, OPTION);
    }

    private final Components components;

    EndpointRule(Components components) {
        this.components = components;
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.everything()
                .flatMap(route -> route.endpoints()
                        .filter(use -> !use.address().startsWith("{{")
                                && !use.address().startsWith("ref:"))
                        .filter(use -> !use.scheme().equals("kamelet"))
                        .flatMap(use -> check(route, use).stream()));
    }

    private List<Finding> check(Route route, EndpointUse use) {
        String scheme = use.scheme();
        if (!components.knows(scheme)) {
            return List.of(COMPONENT.at(
                    route,
                    use.place(),
                    "there is no component '%s'".formatted(scheme),
                    NearName.of(scheme, components.names())
                            .map(near -> "write '" + near + ":…'")
                            .orElse("write a URI such as fleet:label:api or direct:name")));
        }
        if (!components.isInstalled(scheme)) {
            return List.of(COMPONENT.at(
                    route,
                    use.place(),
                    "component '%s' is Camel's but not part of Upkeep".formatted(scheme),
                    "add the dependency camel-%s-starter to pom.xml, or use another component".formatted(scheme)));
        }
        return new Report(route, use).of(components.validate(use));
    }

    /** Turns the catalog's answer into findings at the options' places. */
    private final class Report {

        private final Route route;
        private final EndpointUse use;
        private final List<Finding> findings = new ArrayList<>();

        Report(Route route, EndpointUse use) {
            this.route = route;
            this.use = use;
        }

        List<Finding> of(EndpointValidationResult result) {
            String scheme = use.scheme();
            if (result.getSyntaxError() != null) {
                add("", "%s: %s".formatted(use.address(), result.getSyntaxError()), "correct the URI");
            }
            unknown(scheme, result);
            each(
                    result.getRequired(),
                    name -> add(name, "%s: needs '%s'".formatted(scheme, name), "add " + name + ": …"));
            each(result.getNotConsumerOnly(), name -> add(name, wrongSide(name, "from"), "remove it here"));
            each(result.getNotProducerOnly(), name -> add(name, wrongSide(name, "to"), "remove it here"));
            each(result.getInvalidEnum(), name -> NearName.advice(value(name), result.getEnumChoices(name)));
            each(result.getInvalidBoolean(), name -> "write true or false");
            each(result.getInvalidInteger(), name -> "write a whole number such as 5");
            each(result.getInvalidNumber(), name -> "write a number such as 0.5");
            each(result.getInvalidDuration(), name -> "write a duration such as 30s, 5m or 2h");
            each(result.getInvalidReference(), name -> "name a bean: '#theBean'");
            return findings;
        }

        private void unknown(String scheme, EndpointValidationResult result) {
            List<String> known = components.options(scheme, use.consuming());
            each(
                    result.getUnknown(),
                    name -> add(name, "%s: has no option '%s'".formatted(scheme, name), NearName.advice(name, known)));
        }

        private String wrongSide(String name, String side) {
            return "%s: option '%s' does not belong to a '%s'".formatted(use.scheme(), name, side);
        }

        private String value(String name) {
            return use.value(name).orElse("");
        }

        private void each(Iterable<String> names, java.util.function.Consumer<String> finding) {
            if (names != null) {
                names.forEach(finding);
            }
        }

        private void each(Map<String, String> invalid, java.util.function.UnaryOperator<String> fix) {
            if (invalid != null) {
                invalid.keySet()
                        .forEach(name -> add(
                                name,
                                "%s: option %s cannot be '%s'".formatted(use.scheme(), name, value(name)),
                                fix.apply(name)));
            }
        }

        private void add(String option, String message, String fix) {
            findings.add(OPTION.at(route, use.placeOf(option), message, fix));
        }
    }
}
