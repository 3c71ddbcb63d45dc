package io.upkeep.pipeline.lint;

import io.upkeep.text.NearName;
import java.util.List;
import java.util.stream.Stream;

/** Kamelets are whole, named like their files, and called with the parameters they declare. */
final class KameletRule implements Rule {

    static final Check NAME = new Check(
            "kamelet-name",
            "A kamelet is named as its file.",
            "Camel finds kamelets by file name.",
            "metadata: {name: other-name}   # in slack-tell-action.kamelet.yaml",
            "metadata: {name: slack-tell-action}");
    static final Check BODY = new Check(
            "kamelet-empty",
            "A kamelet has a `spec.template` with a `from`.",
            "Camel has nothing to run where it is called.",
            "spec: {definition: {title: Tell}}",
            "spec: {template: {from: {uri: \"kamelet:source\", steps: [ … ]}}}");
    static final Check UNKNOWN = new Check(
            "kamelet-unknown",
            "A kamelet that is called exists.",
            "Camel does not start the route.",
            "- to: kamelet:slack-tel-action",
            "- to: kamelet:slack-tell-action");
    static final Check PARAMETER = new Check(
            "kamelet-parameter",
            "A call gives a kamelet the parameters that it declares, and all that it requires.",
            "Camel does not start the route, or the kamelet runs without the value.",
            "- to: {uri: \"kamelet:slack-tell-action\", parameters: {chanel: ops}}",
            "- to: {uri: \"kamelet:slack-tell-action\", parameters: {channel: ops}}");

    static final Check TAKEN = new Check(
            "kamelet-parameter-taken",
            "No parameter of a kamelet has the name of an option of `kamelet:` itself, such as `timeout` or `location`.",
            "Camel takes the value for its own option: the kamelet runs with its default, whatever a route gives it.",
            "properties: {timeout: {type: string, default: 1h}}",
            "properties: {within: {type: string, default: 1h}}");

    private static final String ENDING = ".kamelet.yaml";

    private final Components components;

    KameletRule(Components components) {
        this.components = components;
    }

    @Override
    public List<Check> checks() {
        return List.of(NAME, BODY, UNKNOWN, PARAMETER, TAKEN);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Stream<Finding> own = files.all().stream()
                .filter(RouteFile::isKamelet)
                .flatMap(file -> Stream.concat(whole(file), taken(file)));
        Stream<Finding> calls = files.everything()
                .flatMap(route -> route.endpoints()
                        .filter(use -> use.scheme().equals("kamelet"))
                        .filter(use ->
                                !use.rest().equals("source") && !use.rest().equals("sink"))
                        .flatMap(use -> call(files, route, use)));
        return Stream.concat(own, calls);
    }

    private static Stream<Finding> whole(RouteFile file) {
        String name = file.root().text("metadata", "name");
        String expected = file.name().replaceFirst(".*/", "").replace(ENDING, "");
        Yaml place = file.root().get("metadata", "name").orElse(file.root());
        Stream<Finding> named = name.equals(expected)
                ? Stream.empty()
                : Stream.of(NAME.at(
                        file,
                        place,
                        "metadata.name is '%s' but the file is named '%s'".formatted(name, expected),
                        "write name: " + expected));
        Stream<Finding> body = file.routes().isEmpty()
                ? Stream.of(BODY.at(
                        file,
                        file.root(),
                        "the kamelet has no spec.template.from",
                        "add spec: {template: {from: {uri: kamelet:source, steps: […]}}}"))
                : Stream.empty();
        return Stream.concat(named, body);
    }

    private Stream<Finding> taken(RouteFile file) {
        List<String> own = components.options("kamelet", false);
        return parameters(file)
                .filter(parameter -> own.contains(parameter.name()))
                .map(parameter -> TAKEN.at(
                        file,
                        parameter.key(),
                        "'%s' is an option of every kamelet: address, which keeps the value"
                                .formatted(parameter.name()),
                        "give the parameter another name"));
    }

    private static Stream<Yaml.Entry> parameters(RouteFile file) {
        return file.root().get("spec", "definition", "properties").stream()
                .flatMap(properties -> properties.entries().stream());
    }

    private static Stream<Finding> call(RouteFiles files, Route route, EndpointUse use) {
        Route kamelet = files.calledBy(use).orElse(null);
        if (kamelet == null) {
            List<String> known = files.routes()
                    .filter(other -> other.kind() == Route.Kind.KAMELET)
                    .map(Route::id)
                    .toList();
            return Stream.of(UNKNOWN.at(
                    route,
                    use.place(),
                    "there is no kamelet '%s'".formatted(use.rest()),
                    NearName.of(use.rest(), known)
                            .map(near -> "write kamelet:" + near)
                            .orElse("add routes/kamelets/" + use.rest() + ENDING)));
        }
        Yaml definition = kamelet.file().root().get("spec", "definition").orElse(kamelet.body());
        List<String> declared = definition.get("properties").stream()
                .flatMap(properties -> properties.entries().stream())
                .map(Yaml.Entry::name)
                .toList();
        Stream<Finding> unknown = use.options().keySet().stream()
                .filter(name -> !declared.contains(name))
                .map(name -> PARAMETER.at(
                        route,
                        use.placeOf(name),
                        "kamelet %s has no parameter '%s'".formatted(kamelet.id(), name),
                        NearName.advice(name, declared)));
        Stream<Finding> missing = definition.get("required").stream()
                .flatMap(required -> required.items().stream())
                .map(Yaml::text)
                .filter(name -> !use.options().containsKey(name))
                .map(name -> PARAMETER.at(
                        route,
                        use.place(),
                        "kamelet %s needs the parameter '%s'".formatted(kamelet.id(), name),
                        "add it under parameters: " + name + ": …"));
        return Stream.concat(unknown, missing);
    }
}
