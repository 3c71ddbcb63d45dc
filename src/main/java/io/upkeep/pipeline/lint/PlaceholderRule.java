package io.upkeep.pipeline.lint;

import io.upkeep.text.NearName;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every {@code {{name}}} is a property that is known, has a default, or is said to come from the environment. */
final class PlaceholderRule implements Rule {

    static final Check UNKNOWN = new Check(
            "placeholder-unknown",
            "A `{{name}}` stands in `application.yaml` (the estate's or the product's), has a default (`{{name:default}}`),"
                    + " is listed under `upkeep.routes.from-environment`, or is a parameter of the kamelet it stands in.",
            "Camel does not start the route.",
            "uri: \"aws2-s3:{{upkeep.backup.bukket}}\"",
            "uri: \"aws2-s3:{{upkeep.backup.bucket}}\"");

    private final KnownProperties known;

    PlaceholderRule(KnownProperties known) {
        this.known = known;
    }

    @Override
    public List<Check> checks() {
        return List.of(UNKNOWN);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.all().stream().flatMap(file -> check(file, file.root(), parameters(file)));
    }

    /** Kamelets and templates fill placeholders from their own parameters, too. */
    private static Set<String> parameters(RouteFile file) {
        Set<String> names = new TreeSet<>();
        file.root().get("spec", "definition", "properties").stream()
                .flatMap(properties -> properties.entries().stream())
                .forEach(entry -> names.add(entry.name()));
        file.root().items().stream()
                .flatMap(part -> part.get("routeTemplate", "parameters").stream())
                .flatMap(parameters -> parameters.items().stream())
                .forEach(parameter -> names.add(parameter.text("name")));
        return names;
    }

    private Stream<Finding> check(RouteFile file, Yaml yaml, Collection<String> parameters) {
        Stream<Finding> here = Placeholder.in(yaml.text()).stream()
                .filter(placeholder -> !isFilled(placeholder, parameters))
                .map(placeholder -> finding(file, yaml, placeholder.name(), parameters));
        Stream<Yaml> below = Stream.concat(
                yaml.entries().stream().flatMap(entry -> Stream.of(entry.key(), entry.value())), yaml.items().stream());
        return Stream.concat(here, below.flatMap(child -> check(file, child, parameters)));
    }

    private boolean isFilled(Placeholder placeholder, Collection<String> parameters) {
        String name = placeholder.name();
        return placeholder.optional()
                || placeholder.fallback() != null
                || parameters.contains(name)
                || known.value(name).isPresent()
                || known.mayComeLater(name);
    }

    private Finding finding(RouteFile file, Yaml place, String name, Collection<String> parameters) {
        Set<String> meant = new TreeSet<>(known.names());
        meant.addAll(parameters);
        return UNKNOWN.at(
                file,
                place,
                "nothing sets {{%s}}".formatted(name),
                NearName.of(name, meant)
                        .map(near -> "write {{" + near + "}}")
                        .orElse("add it to application.yaml, give it a default {{%s:…}}, or list it under %s"
                                .formatted(name, KnownProperties.FROM_ENVIRONMENT)));
    }
}
