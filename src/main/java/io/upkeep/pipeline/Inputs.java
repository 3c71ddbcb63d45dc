package io.upkeep.pipeline;

import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters that a pipeline declares in its {@code inputs} option:
 * {@code version:name!, environment:enum(staging|production)=staging}. {@code !} makes one required, {@code =} gives a
 * default.
 */
public record Inputs(List<Input> all) {

    private static final String NAME = "[a-z][A-Za-z0-9]*";
    private static final Pattern DECLARATION = Pattern.compile(
            "(?<name>" + NAME + "):(?<type>[a-z]+)(?:\\((?<choices>[^)]*)\\))?(?<required>!)?(?:=(?<default>.*))?");

    /** Copies the list. */
    public Inputs {
        all = List.copyOf(all);
    }

    /**
     * Reads the option.
     *
     * @throws IllegalArgumentException saying which declaration is wrong and how one is written
     */
    public static Inputs parse(String text) {
        List<Input> inputs = new ArrayList<>();
        if (text == null || text.isBlank()) {
            return new Inputs(inputs);
        }
        for (String declaration : text.split(",(?![^(]*\\))", -1)) {
            Input input = input(declaration.strip());
            if (inputs.stream().anyMatch(other -> other.name().equals(input.name()))) {
                throw new IllegalArgumentException("inputs: '%s' is declared twice".formatted(input.name()));
            }
            inputs.add(input);
        }
        return new Inputs(inputs);
    }

    /** The same, where these are the hosts and versions there are: a value that is none of them is refused when a run is asked for. */
    Inputs among(List<String> hosts, KnownVersions versions) {
        return new Inputs(
                all.stream().map(input -> input.among(hosts, versions)).toList());
    }

    private static Input input(String declaration) {
        Matcher parts = DECLARATION.matcher(declaration);
        if (!parts.matches()) {
            int colon = declaration.indexOf(':');
            if (colon > 0 && !declaration.substring(0, colon).matches(NAME)) {
                throw new IllegalArgumentException(
                        "inputs: '%s' is not the name of an input; write letters and digits, a small letter first, as in previousVersion"
                                .formatted(declaration.substring(0, colon)));
            }
            throw new IllegalArgumentException(
                    "inputs: '%s' is not a declaration; write name:type, as in version:name! or environment:enum(staging|production)=staging"
                            .formatted(declaration));
        }
        Input input = new Input(
                parts.group("name"),
                type(declaration, parts.group("type")),
                parts.group("required") != null,
                parts.group("default"),
                parts.group("choices") == null
                        ? List.of()
                        : List.of(parts.group("choices").split("\\|")));
        if ((input.type() == Input.Type.ENUM) == input.choices().isEmpty()) {
            throw new IllegalArgumentException(
                    "inputs: '%s': choices belong to enum and to nothing else; write %s:enum(a|b)"
                            .formatted(declaration, input.name()));
        }
        if (input.defaultValue() != null) {
            input.problemWith(input.defaultValue()).ifPresent(problem -> {
                throw new IllegalArgumentException("inputs: default of " + problem);
            });
        }
        return input;
    }

    private static Input.Type type(String declaration, String type) {
        for (Input.Type known : Input.Type.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(type)) {
                return known;
            }
        }
        throw new IllegalArgumentException(
                "inputs: '%s': '%s' is not a type; the types are string, name, version, host, path, integer, boolean, duration, date, enum(a|b)"
                        .formatted(declaration, type));
    }

    /**
     * The values of a run: checked, defaults filled in, in the order of declaration.
     *
     * @throws InvalidRequest naming every problem
     */
    public Map<String, String> complete(String pipeline, Map<String, String> given) {
        List<String> problems = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (Input input : all) {
            String value = given.getOrDefault(input.name(), input.defaultValue());
            if (value == null || (value.isEmpty() && input.required())) {
                if (input.required()) {
                    problems.add(input.missing());
                }
            } else {
                input.problemWith(value).ifPresentOrElse(problems::add, () -> values.put(input.name(), value));
            }
        }
        for (String name : given.keySet()) {
            if (all.stream().noneMatch(input -> input.name().equals(name))) {
                problems.add("'%s' is not an input of %s; %s".formatted(Shown.of(name), pipeline, known()));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequest(String.join("; ", problems));
        }
        return values;
    }

    private String known() {
        return all.isEmpty()
                ? "it takes none"
                : "its inputs are "
                        + String.join(", ", all.stream().map(Input::name).toList());
    }
}
