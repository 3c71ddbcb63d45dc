package io.upkeep.pipeline.lint;

import io.upkeep.approval.People;
import io.upkeep.approval.Person;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import io.upkeep.window.WindowChoice;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * What routes may name: targets, windows and roles that the configuration declares. Addresses, passwords and the like are left
 * out: many come from the environment, and no route names them.
 *
 * @param targets empty when one of them is wrong: then it is that which has to be told, at the start
 */
record DeclaredNames(Optional<Inventory> targets, Set<String> windows, People people) {

    /** What selectors mean a target by. */
    record TargetEntry(String kind, Set<String> labels) {}

    /** What approvals ask for. */
    record PersonEntry(List<String> roles) {}

    static DeclaredNames of(Binder configuration) {
        Map<String, TargetEntry> targets = entries(configuration, "upkeep.targets", TargetEntry.class);
        Map<String, PersonEntry> people = entries(configuration, "upkeep.people", PersonEntry.class);
        return new DeclaredNames(
                inventory(targets),
                new TreeSet<>(
                        entries(configuration, "upkeep.windows", Object.class).keySet()),
                new People(people.entrySet().stream()
                        .map(entry -> new Person(
                                Person.sameId(entry.getKey()),
                                entry.getValue().roles() == null
                                        ? Set.of()
                                        : Set.copyOf(entry.getValue().roles()),
                                "",
                                ""))
                        .toList()));
    }

    private static <T> Map<String, T> entries(Binder configuration, String name, Class<T> type) {
        return configuration.bind(name, Bindable.mapOf(String.class, type)).orElse(Map.of());
    }

    private static Optional<Inventory> inventory(Map<String, TargetEntry> entries) {
        try {
            return Optional.of(new Inventory(entries.entrySet().stream()
                    .map(entry -> target(entry.getKey(), entry.getValue()))
                    .toList()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Target target(String name, TargetEntry entry) {
        TargetKind kind = TargetKind.parse(entry.kind() == null ? "" : entry.kind());
        URI anywhere = URI.create(kind.schemes().get(0) + "://upkeep@" + name);
        return new Target(name, kind, entry.labels() == null ? Set.of() : entry.labels(), anywhere, "", "");
    }

    /** What is wrong with a window option that can be read; empty when nothing is. */
    Optional<String> unknownWindow(String option) {
        try {
            WindowChoice.parse(option).requireAmong(windows);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
