package io.upkeep.target;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All targets of the estate, by name. Immutable; its order is that of the names. */
public final class Inventory {

    private final Map<String, Target> targets;

    /**
     * Builds an inventory.
     *
     * @throws IllegalArgumentException when two targets share a name
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
