package io.upkeep.pipeline.lint;

import io.upkeep.probe.DeclaredProbes;
import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetEntry;
import io.upkeep.target.TargetKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * The targets of a configuration that may be incomplete: addresses, users and whatever is written as <code>${NAME}</code> come
 * from the environment of the server, and something that fits stands in for them here.
 */
final class WrittenTargets {

    private final Binder configuration;
    private final Map<String, TargetEntry> entries;
    private final List<String> mistakes = new ArrayList<>();
    private final Inventory inventory;

    private WrittenTargets(Binder configuration, Map<String, TargetEntry> entries) {
        this.configuration = configuration;
        this.entries = entries;
        this.inventory = read();
    }

    static WrittenTargets of(Binder configuration) {
        return new WrittenTargets(
                configuration,
                new TreeMap<>(DeclaredNames.entries(configuration, "upkeep.targets", TargetEntry.class)));
    }

    /** Null when one of them is wrong or cannot be known. */
    private Inventory read() {
        List<Target> targets = new ArrayList<>();
        entries.forEach((name, entry) -> {
            if (isKnown(entry.kind())
                    && (entry.labels() == null || entry.labels().stream().allMatch(this::isKnown))) {
                collect(() -> targets.add(completed(name, entry).target(name)));
            }
        });
        List<Inventory> all = new ArrayList<>();
        if (targets.size() == entries.size()) {
            collect(() -> all.add(new Inventory(targets)));
        }
        return all.isEmpty() ? null : all.get(0);
    }

    private void collect(Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException mistake) {
            mistakes.add(mistake.getMessage());
        }
    }

    private TargetEntry completed(String name, TargetEntry entry) {
        return new TargetEntry(
                entry.kind(),
                entry.labels(),
                isAddressed(entry) ? entry.address() : anywhere(name, entry.kind()),
                "anyone",
                null,
                isKnown(entry.jump()) ? entry.jump() : null,
                isKnown(entry.noticed()) ? entry.noticed() : null);
    }

    private static String anywhere(String name, String kind) {
        return Arrays.stream(TargetKind.values())
                .filter(known -> known.word().equalsIgnoreCase(kind))
                .map(known -> known.schemes().get(0) + "://" + name)
                .findFirst()
                .orElse("");
    }

    private boolean isAddressed(TargetEntry entry) {
        return entry.address() != null && isKnown(entry.address());
    }

    private boolean isKnown(String value) {
        return value == null || !value.contains("${");
    }

    /** What selectors find; empty when one of the targets is wrong: then it is that which has to be told. */
    Optional<Inventory> inventory() {
        return Optional.ofNullable(inventory);
    }

    /** What the start would say of them, as far as it can be known; each names its setting. */
    List<String> mistakes(Path routes) {
        List<String> all = new ArrayList<>(mistakes);
        inventory()
                .ifPresent(known -> known.all()
                        .forEach(target -> all.addAll(DeclaredProbes.mistakes(
                                configuration, known, target, isAddressed(entries.get(target.name())), routes))));
        return all;
    }
}
