package io.upkeep.pipeline.lint;

import io.upkeep.approval.People;
import io.upkeep.approval.Person;
import io.upkeep.window.WindowChoice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** What routes may name: targets, windows and roles that the configuration declares. */
record DeclaredNames(WrittenTargets targets, Set<String> windows, People people) {

    /** What approvals ask for. */
    record PersonEntry(List<String> roles) {}

    static DeclaredNames of(Binder configuration) {
        Map<String, PersonEntry> people = entries(configuration, "upkeep.people", PersonEntry.class);
        return new DeclaredNames(
                WrittenTargets.of(configuration),
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

    static <T> Map<String, T> entries(Binder configuration, String name, Class<T> type) {
        return configuration.bind(name, Bindable.mapOf(String.class, type)).orElse(Map.of());
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
