package io.upkeep.pipeline;

import io.upkeep.target.Inventory;
import io.upkeep.target.Selector;
import io.upkeep.target.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What runs of a pipeline touch: a selector in which {@code {environment}} stands for the value of that input. Only an enum that
 * always has a value may be named, so that all selectors there can be are known, and checked, before any run.
 *
 * @param text as it is written: {@code label:api-{environment}}; empty when nothing is touched
 * @param choices the values of each input that the text names, in its order
 */
public record DeclaredTargets(String text, Map<String, List<String>> choices) {

    private static final Pattern NAMED = Pattern.compile("\\{([A-Za-z0-9]*)}");

    /**
     * Reads the option.
     *
     * @throws IllegalArgumentException when it names something else than an enum input that always has a value
     */
    public static DeclaredTargets of(String text, Inputs inputs) {
        Map<String, List<String>> choices = new LinkedHashMap<>();
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            choices.put(named.group(1), choices(named.group(1), inputs));
        }
        return new DeclaredTargets(text, choices);
    }

    private static List<String> choices(String name, Inputs inputs) {
        Input input = inputs.all().stream()
                .filter(declared -> declared.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "{%s} is no input of the pipeline; write the name of an enum input, as in label:api-{environment}"
                                .formatted(name)));
        if (input.type() != Input.Type.ENUM || !(input.required() || input.defaultValue() != null)) {
            throw new IllegalArgumentException(
                    "{%1$s} must always be one of some values; declare it as %1$s:enum(staging|production)! or with a default"
                            .formatted(name));
        }
        return input.choices();
    }

    /** Whether nothing is touched. */
    public boolean isEmpty() {
        return text.isBlank();
    }

    /** The selector for a run with these parameters. */
    String selector(Map<String, String> parameters) {
        Matcher named = NAMED.matcher(text);
        return named.replaceAll(found -> Matcher.quoteReplacement(parameters.getOrDefault(found.group(1), "")));
    }

    /** What a run with these parameters touches, by name; nothing where the pipeline touches nothing. */
    public List<Target> of(Map<String, String> parameters, Inventory inventory) {
        return isEmpty() ? List.of() : inventory.select(Selector.parse(selector(parameters)));
    }

    /** Every choice of values for the inputs that the text names; one without any where it names none. */
    public List<Map<String, String>> combinations() {
        List<Map<String, String>> all = List.of(Map.of());
        for (Map.Entry<String, List<String>> choice : choices.entrySet()) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> parameters : all) {
                for (String value : choice.getValue()) {
                    Map<String, String> with = new LinkedHashMap<>(parameters);
                    with.put(choice.getKey(), value);
                    more.add(with);
                }
            }
            all = more;
        }
        return all;
    }

    /** Every selector there can be, by what makes it: {@code environment=staging}; one under an empty name where nothing does. */
    public Map<String, String> selectors() {
        Map<String, String> selectors = new LinkedHashMap<>();
        combinations()
                .forEach(parameters -> selectors.put(
                        parameters.entrySet().stream()
                                .map(value -> value.getKey() + "=" + value.getValue())
                                .collect(Collectors.joining(", ")),
                        selector(parameters)));
        return selectors;
    }

    /**
     * Requires that every selector there can be selects something.
     *
     * @param hosts whether one of them must be a host
     * @throws IllegalArgumentException naming the value that selects nothing
     */
    public void requireIn(Inventory inventory, boolean hosts) {
        selectors().forEach((words, selector) -> {
            try {
                Selector read = Selector.parse(selector);
                var unused = hosts ? inventory.hosts(read) : inventory.select(read);
            } catch (IllegalArgumentException e) {
                throw words.isEmpty() ? e : new IllegalArgumentException("with " + words + ": " + e.getMessage(), e);
            }
        });
    }
}
