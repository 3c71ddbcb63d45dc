package io.upkeep.pipeline.lint;

import java.util.List;
import java.util.stream.Stream;

/** Kamelets are whole, named like their files, and called with the parameters they declare. */
final class KameletRule implements Rule {

    private static final String ENDING = ".kamelet.yaml";

    @Override
    public Stream<Finding> check(RouteFiles files) {
        Stream<Finding> own = files.all().stream().filter(RouteFile::isKamelet).flatMap(KameletRule::whole);
        Stream<Finding> calls = files.routes()
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
                : Stream.of(Finding.at(
                        file,
                        place,
                        "metadata.name is '%s' but the file is named '%s'".formatted(name, expected),
                        "write name: " + expected));
        Stream<Finding> body = file.routes().isEmpty()
                ? Stream.of(Finding.at(
                        file,
                        file.root(),
                        "the kamelet has no spec.template.from",
                        "add spec: {template: {from: {uri: kamelet:source, steps: […]}}}"))
                : Stream.empty();
        return Stream.concat(named, body);
    }

    private static Stream<Finding> call(RouteFiles files, Route route, EndpointUse use) {
        Route kamelet = files.calledBy(use).orElse(null);
        if (kamelet == null) {
            List<String> known = files.routes()
                    .filter(other -> other.kind() == Route.Kind.KAMELET)
                    .map(Route::id)
                    .toList();
            return Stream.of(route.finding(
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
                .map(name -> route.finding(
                        use.placeOf(name),
                        "kamelet %s has no parameter '%s'".formatted(kamelet.id(), name),
                        NearName.advice(name, declared)));
        Stream<Finding> missing = definition.get("required").stream()
                .flatMap(required -> required.items().stream())
                .map(Yaml::text)
                .filter(name -> !use.options().containsKey(name))
                .map(name -> route.finding(
                        use.place(),
                        "kamelet %s needs the parameter '%s'".formatted(kamelet.id(), name),
                        "add it under parameters: " + name + ": …"));
        return Stream.concat(unknown, missing);
    }
}
