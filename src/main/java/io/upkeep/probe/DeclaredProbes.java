package io.upkeep.probe;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.stereotype.Component;

/** The probes and dependencies that application.yaml declares for targets. A mistake stops the start. */
@Component
public class DeclaredProbes {

    private final Map<String, DeclaredProbe> probes = new TreeMap<>();
    private final Map<String, List<String>> dependencies = new TreeMap<>();

    DeclaredProbes(
            DeclaredProbeProperties written,
            Inventory inventory,
            @Value("${upkeep.routes.directory:./routes}") Path routes) {
        ProbeFiles files = ProbeFiles.ofServer(routes);
        for (Target target : inventory.all()) {
            DeclaredProbeProperties.Entry entry = written.of(target.name());
            entry.probes().forEach((name, settings) -> {
                DeclaredProbe probe = ProbeReader.read(target, name, settings, files);
                probes.put(key(target.name(), name), probe);
            });
            entry.dependsOn().forEach(on -> requireTarget(inventory, target, on));
            dependencies.put(target.name(), List.copyOf(entry.dependsOn()));
        }
    }

    /**
     * What the start would say of what a target says of probes and dependencies, as far as it can be told elsewhere than on a
     * server: not whether files outside of the routes are there, nor of values that come from the environment.
     *
     * @param configuration what is declared
     * @param addressed whether the target's own address is known
     * @return each mistake in words; it names the setting
     */
    public static List<String> mistakes(
            Binder configuration, Inventory inventory, Target target, boolean addressed, Path routes) {
        List<String> mistakes = new ArrayList<>();
        ProbeFiles files = ProbeFiles.anywhere(routes);
        DeclaredProbeProperties.Entry entry = configuration
                .bind("upkeep.targets." + target.name(), DeclaredProbeProperties.Entry.class)
                .orElse(DeclaredProbeProperties.NONE);
        if (addressed) {
            entry.probes().forEach((name, settings) -> {
                if (settings.values().stream().noneMatch(value -> value.contains("${"))) {
                    collect(mistakes, () -> ProbeReader.read(target, name, settings, files));
                }
            });
        }
        entry.dependsOn().forEach(on -> collect(mistakes, () -> requireTarget(inventory, target, on)));
        return mistakes;
    }

    private static void collect(List<String> mistakes, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException mistake) {
            mistakes.add(mistake.getMessage());
        }
    }

    private static void requireTarget(Inventory inventory, Target target, String on) {
        if (inventory.find(on).isEmpty() || on.equals(target.name())) {
            throw new IllegalArgumentException(
                    "target '%s' depends on '%s', which is no other target; there are: %s (application.yaml, upkeep.targets.%s.depends-on)"
                            .formatted(
                                    target.name(),
                                    on,
                                    String.join(
                                            ", ",
                                            inventory.all().stream()
                                                    .map(Target::name)
                                                    .toList()),
                                    target.name()));
        }
    }

    /** All of them, by target and name. */
    public List<DeclaredProbe> all() {
        return new ArrayList<>(probes.values());
    }

    /** The one of this name, if it is declared. */
    public Optional<DeclaredProbe> find(String target, String name) {
        return Optional.ofNullable(probes.get(key(target, name)));
    }

    /** Those of one target. */
    List<DeclaredProbe> of(String target) {
        return probes.values().stream()
                .filter(probe -> probe.target().equals(target))
                .toList();
    }

    /** What must be well for this target to be. */
    public List<String> dependenciesOf(String target) {
        return dependencies.getOrDefault(target, List.of());
    }

    private static String key(String target, String name) {
        return target + "/" + name;
    }
}
