package io.upkeep.target;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All targets of the estate, by name. Immutable; its order is that of the names. */
public final class Inventory {

    private final Map<String, Target> targets;

    /**
     * Builds an inventory.
     *
     * @throws IllegalArgumentException when two targets share a name, or a jump names no host or leads in a circle
     */
    public Inventory(Collection<Target> targets) {
        TreeMap<String, Target> byName = new TreeMap<>();
        for (Target target : targets) {
            if (byName.put(target.name(), target) != null) {
                throw new IllegalArgumentException(
                        "target '" + target.name() + "' is declared twice; give each target a name of its own");
            }
        }
        this.targets = Collections.unmodifiableMap(byName);
        targets.forEach(this::requireWay);
    }

    /** Follows the jump hosts to the one that is reached directly. */
    private void requireWay(Target target) {
        Set<String> way = new LinkedHashSet<>(Set.of(target.name()));
        Target hop = target;
        while (!hop.jump().isEmpty()) {
            Target next = targets.get(hop.jump());
            if (next == null || next.kind() != TargetKind.HOST) {
                throw new IllegalArgumentException("target '" + hop.name() + "': jump '" + hop.jump() + "' is "
                        + (next == null ? "no target" : "a " + next.kind().word()) + "; write the name of a host: "
                        + hostsBut(hop) + " (upkeep.targets." + hop.name() + ".jump)");
            }
            if (!way.add(next.name())) {
                throw new IllegalArgumentException("target '" + target.name() + "': its jump hosts lead in a circle: "
                        + String.join(" -> ", way) + " -> " + next.name()
                        + "; remove the jump of the one that Upkeep reaches directly (upkeep.targets."
                        + next.name() + ".jump)");
            }
            hop = next;
        }
    }

    private String hostsBut(Target target) {
        return listed(all().stream()
                .filter(other ->
                        other.kind() == TargetKind.HOST && !other.name().equals(target.name()))
                .map(Target::name)
                .toList());
    }

    /** The host that a target is reached through; empty when it is reached directly. */
    public Optional<Target> jump(Target target) {
        return target.jump().isEmpty() ? Optional.empty() : find(target.jump());
    }

    /** Every target, by name. */
    public Collection<Target> all() {
        return targets.values();
    }

    /** The target of this name, if there is one. */
    public Optional<Target> find(String name) {
        return Optional.ofNullable(targets.get(name));
    }

    /**
     * The targets a selector means, by name.
     *
     * @throws IllegalArgumentException when a term of it matches no target; the message lists what can be selected
     */
    public List<Target> select(Selector selector) {
        for (Selector.Term term : selector.terms()) {
            if (all().stream().noneMatch(term::matches)) {
                throw new IllegalArgumentException("selector '" + selector + "': '" + term + "' selects no target; "
                        + selectable() + "; targets are declared in application.yaml under upkeep.targets");
            }
        }
        return all().stream().filter(selector::matches).toList();
    }

    /**
     * The hosts a selector means, by name.
     *
     * @throws IllegalArgumentException when a term of it matches no target, or none of them is a host
     */
    public List<Target> hosts(Selector selector) {
        List<Target> hosts = select(selector).stream()
                .filter(target -> target.kind() == TargetKind.HOST)
                .toList();
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(
                    "fleet:" + selector + " selects no target of kind host; " + selectable());
        }
        return hosts;
    }

    /** What a selector can name, for messages: {@code labels: api, web; names: api-1, web-1}. */
    public String selectable() {
        TreeSet<String> labels = all().stream()
                .flatMap(target -> target.labels().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return "labels: " + listed(labels) + "; names: " + listed(targets.keySet());
    }

    private static String listed(Collection<String> words) {
        return words.isEmpty() ? "none" : String.join(", ", words);
    }
}
