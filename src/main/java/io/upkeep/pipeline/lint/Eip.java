package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.StepBranch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One entry of a {@code steps} list.
 *
 * @param name {@code to}, {@code step}, {@code split} …
 * @param branches those of choices that it stands in, the outermost first
 * @param path ids of the steps around it, and its own when it is a step, joined by {@code /}
 */
record Eip(String name, Yaml key, Yaml value, String path, List<Branch> branches) {

    /** One way of a choice, and on what it depends. */
    record Branch(Yaml choice, String when) {

        static Branch of(Yaml choice, Yaml when) {
            Yaml expression = when.get("expression").orElse(when);
            Optional<Yaml> bean = expression.get("method");
            if (bean.isPresent()) {
                return new Branch(
                        choice,
                        StepBranch.whenSaid(bean.get().text("ref"), bean.get().text("method")));
            }
            String simple = expression.text("simple");
            return new Branch(
                    choice, StepBranch.when(simple.isEmpty() ? expression.text("simple", "expression") : simple));
        }
    }

    private static final Set<String> SENDING = Set.of("to", "toD", "wireTap", "poll", "pollEnrich", "enrich");

    static List<Eip> under(Yaml parent) {
        List<Eip> found = new ArrayList<>();
        collect(parent, "", List.of(), found);
        return found;
    }

    private static void collect(Yaml parent, String path, List<Branch> branches, List<Eip> found) {
        for (Yaml.Entry entry : parent.entries()) {
            if (entry.name().equals("steps")) {
                entry.value().items().stream()
                        .flatMap(item -> item.entries().stream())
                        .forEach(item -> add(item, path, branches, found));
            } else if (!entry.name().equals("parameters")) {
                collect(entry.value(), path, branches, found);
            }
        }
        parent.items().forEach(item -> collect(item, path, branches, found));
    }

    private static void add(Yaml.Entry item, String outer, List<Branch> branches, List<Eip> found) {
        String path = outer;
        if (item.name().equals("step")) {
            path = (outer.isEmpty() ? "" : outer + "/") + item.value().text("id");
        }
        found.add(new Eip(item.name(), item.key(), item.value(), path, branches));
        if (item.name().equals("choice")) {
            ways(item.value(), path, branches, found);
        } else {
            collect(item.value(), path, branches, found);
        }
    }

    private static void ways(Yaml choice, String path, List<Branch> branches, List<Eip> found) {
        for (Yaml.Entry entry : choice.entries()) {
            if (entry.name().equals("when")) {
                entry.value()
                        .items()
                        .forEach(when -> collect(when, path, with(branches, Branch.of(choice, when)), found));
            } else {
                collect(entry.value(), path, with(branches, new Branch(choice, StepBranch.OTHERWISE)), found);
            }
        }
    }

    private static List<Branch> with(List<Branch> branches, Branch more) {
        return Stream.concat(branches.stream(), Stream.of(more)).toList();
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
