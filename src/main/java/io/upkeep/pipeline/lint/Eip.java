package io.upkeep.pipeline.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of a {@code steps} list.
 *
 * @param name {@code to}, {@code step}, {@code split} …
 * @param path ids of the steps around it, and its own when it is a step, joined by {@code /}
 */
record Eip(String name, Yaml key, Yaml value, String path) {

    private static final Set<String> SENDING = Set.of("to", "toD", "wireTap", "poll", "pollEnrich", "enrich");

    static List<Eip> under(Yaml parent) {
        List<Eip> found = new ArrayList<>();
        collect(parent, "", found);
        return found;
    }

    private static void collect(Yaml parent, String path, List<Eip> found) {
        for (Yaml.Entry entry : parent.entries()) {
            if (entry.name().equals("steps")) {
                entry.value().items().stream()
                        .flatMap(item -> item.entries().stream())
                        .forEach(item -> add(item, path, found));
            } else if (!entry.name().equals("parameters")) {
                collect(entry.value(), path, found);
            }
        }
        parent.items().forEach(item -> collect(item, path, found));
    }

    private static void add(Yaml.Entry item, String outer, List<Eip> found) {
        String path = outer;
        if (item.name().equals("step")) {
            path = (outer.isEmpty() ? "" : outer + "/") + item.value().text("id");
        }
        found.add(new Eip(item.name(), item.key(), item.value(), path));
        collect(item.value(), path, found);
    }

    boolean inStep() {
        return !path.isEmpty();
    }

    /** The endpoint that it sends to or reads from, when it names one. */
    Optional<EndpointUse> endpoint() {
        return SENDING.contains(name)
                ? Optional.of(EndpointUse.producer(new Yaml.Entry(key, value)))
                        .filter(use -> !use.address().isEmpty())
                : Optional.empty();
    }
}
