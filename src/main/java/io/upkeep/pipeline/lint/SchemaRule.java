package io.upkeep.pipeline.lint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import io.upkeep.text.NearName;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Every file keeps to the schema of Camel's YAML DSL: known words, in their places, with values of their types. */
final class SchemaRule implements Rule {

    static final Check SCHEMA = new Check(
            "yaml-schema",
            "A file keeps to the schema of Camel's YAML DSL: known words, in their places, with values of their types.",
            "Camel refuses the file, often without the line.",
            "- setVariabel: {name: a, constant: b}",
            "- setVariable: {name: a, constant: b}");

    @Override
    public List<Check> checks() {
        return List.of(SCHEMA);
    }

    private final YamlSchema schema = new YamlSchema();

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.all().stream().flatMap(this::check);
    }

    private Stream<Finding> check(RouteFile file) {
        if (!file.isKamelet()) {
            return findings(file, file.root(), schema.validate(JsonOf.yaml(file.root())));
        }
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        Yaml template = file.root().get("spec", "template").orElse(null);
        if (template == null) {
            return Stream.empty(); // KameletRule says so
        }
        template.entries().forEach(part -> parts.addObject().set(part.name(), JsonOf.yaml(part.value())));
        return findings(file, template, schema.validate(parts));
    }

    private Stream<Finding> findings(RouteFile file, Yaml root, Collection<ValidationMessage> errors) {
        return SchemaErrors.thatMatter(errors).stream().map(error -> finding(file, root, error));
    }

    private Finding finding(RouteFile file, Yaml root, ValidationMessage error) {
        Yaml.Entry at = locate(root, error.getInstanceLocation());
        String here = at.name().isEmpty() ? "this list" : "'" + at.name() + "'";
        List<String> expected = schema.valuesOf(error);
        return switch (error.getType()) {
            case "additionalProperties" -> {
                String name = error.getProperty();
                Yaml place = at.value().entry(name).map(Yaml.Entry::key).orElse(at.value());
                String message = "%s does not know '%s'".formatted(here, name);
                yield SCHEMA.at(file, place, message, NearName.advice(name, schema.namesAllowedAt(error)));
            }
            case "required" ->
                SCHEMA.at(
                        file,
                        at.key(),
                        "%s lacks '%s'".formatted(here, error.getProperty()),
                        "add a line '%s: …' to it".formatted(error.getProperty()));
            case "enum" ->
                SCHEMA.at(
                        file,
                        at.value(),
                        "%s cannot be '%s'".formatted(here, at.value().text()),
                        NearName.advice(at.value().text(), expected));
            case "pattern", "type" ->
                SCHEMA.at(file, at.value(), here + " has a value of the wrong kind" + shown(at), kind(error, expected));
            case "maxProperties" ->
                SCHEMA.at(
                        file,
                        at.value().entries().get(1).key(),
                        "two things in one list entry: %s".formatted(names(at.value())),
                        "begin each with its own '- '");
            default ->
                SCHEMA.at(
                        file,
                        at.key(),
                        here + " fits none of its forms, or more than one",
                        "give it exactly one expression, as in simple: \"${variable.version}\"");
        };
    }

    private static String shown(Yaml.Entry at) {
        return at.value().isText() ? ": '" + at.value().text() + "'" : "";
    }

    private static String names(Yaml map) {
        return String.join(", ", map.entries().stream().map(Yaml.Entry::name).toList());
    }

    private static String kind(ValidationMessage error, List<String> expected) {
        String wanted = error.getType().equals("type")
                ? expected.get(0)
                : expected.get(0).contains("true") ? "b" : "n";
        return switch (wanted) {
            case "array" -> "write a list: lines that begin with '- '";
            case "object" -> "write a block of 'key: value' lines";
            case "b" -> "write true or false";
            case "n" -> "write a number";
            default -> "write a text on one line";
        };
    }

    /** The place that a path such as {@code $[0].route.from} leads to, with its key; list entries have themselves as key. */
    private static Yaml.Entry locate(Yaml root, JsonNodePath path) {
        Yaml.Entry here = new Yaml.Entry(root, root);
        for (int i = 0; i < path.getNameCount(); i++) {
            if (path.getElement(i) instanceof Integer index) {
                List<Yaml> items = here.value().items();
                // the parts of a kamelet's template were wrapped into a list that the file does not have
                Yaml item = items.isEmpty() ? here.value() : items.get(index);
                here = new Yaml.Entry(item, item);
            } else {
                here = here.value().entry(path.getElement(i).toString()).orElse(here);
            }
        }
        return here;
    }
}
