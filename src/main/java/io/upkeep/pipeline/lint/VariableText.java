package io.upkeep.pipeline.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the exchange variables in the text of an EIP; those of EIPs inside it are their own. */
final class VariableText {

    private static final Pattern IN_SIMPLE =
            Pattern.compile("\\$\\{variable(?:As\\(|\\.|\\[')(?<name>[A-Za-z][A-Za-z0-9_-]*)(?![A-Za-z0-9_:-])");

    private VariableText() {}

    record Named(String name, Yaml place) {}

    static List<Named> used(Eip eip) {
        List<Named> found = new ArrayList<>();
        texts(eip.name(), eip.value(), found);
        eip.endpoint()
                .filter(use -> use.scheme().equals("fleet") && use.value("env").isPresent())
                .ifPresent(use -> StepNamesRule.names(use.value("env").orElse(""))
                        .forEach(name -> found.add(new Named(name, use.placeOf("env")))));
        eip.endpoint()
                .filter(use -> use.scheme().equals("fleet") && use.value("only").isPresent())
                .ifPresent(use -> found.add(new Named(use.value("only").orElse(""), use.placeOf("only"))));
        found.removeIf(named -> named.name().contains("{") || named.name().contains(":"));
        return found;
    }

    private static void texts(String key, Yaml yaml, List<Named> found) {
        Matcher matcher = IN_SIMPLE.matcher(yaml.text());
        while (matcher.find()) {
            found.add(new Named(matcher.group("name"), yaml));
        }
        if (List.of("variable", "variableSend").contains(key)) {
            String name = yaml.isText() ? yaml.text() : yaml.text("expression");
            if (!name.isEmpty()) {
                found.add(new Named(name, yaml));
            }
        }
        for (Yaml.Entry entry : yaml.entries()) {
            if (!entry.name().equals("steps")) {
                texts(entry.name(), entry.value(), found);
            }
        }
        yaml.items().forEach(item -> texts("", item, found));
    }

    /** Variables that have a value after the EIP. */
    static List<String> setBy(Eip eip) {
        List<String> names = new ArrayList<>(received(eip.value()));
        switch (eip.name()) {
            case "setVariable", "convertVariableTo" -> names.add(eip.value().text("name"));
            case "setVariables" ->
                eip.value().get("variables").stream()
                        .flatMap(variables -> variables.items().stream())
                        .forEach(variable -> names.add(variable.text("name")));
            // by convention a bean leaves what it found in the variable of its own name
            case "bean" -> names.add(eip.value().text("ref"));
            default -> {
                // sets none
            }
        }
        return names;
    }

    /** {@code variableReceive} of a {@code from} or a {@code to}. */
    static List<String> received(Yaml eip) {
        return Stream.of(eip.text("variableReceive"))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
