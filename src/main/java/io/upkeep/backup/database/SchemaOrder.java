package io.upkeep.backup.database;

import io.upkeep.backup.BackupRefused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Puts statements into an order in which each can be executed: by rank and name, what is needed first. */
final class SchemaOrder {

    private static final Comparator<SchemaObject> USUAL = Comparator.comparingInt(SchemaObject::rank)
            .thenComparing(SchemaObject::name)
            .thenComparing(SchemaObject::key);

    private SchemaOrder() {}

    /** One object needs another one first. */
    record Need(String object, String needed) {}

    /**
     * Orders the objects; needs that name other things are ignored.
     *
     * @throws BackupRefused when objects need each other
     */
    static List<SchemaObject> of(List<SchemaObject> objects, List<Need> needs) {
        Map<String, SchemaObject> byKey = new HashMap<>();
        objects.forEach(object -> byKey.put(object.key(), object));
        Map<String, Set<String>> waitsFor = new HashMap<>();
        Map<String, List<String>> neededBy = new HashMap<>();
        for (Need need : needs) {
            boolean both = byKey.containsKey(need.object()) && byKey.containsKey(need.needed());
            if (both && !need.object().equals(need.needed())) {
                waitsFor.computeIfAbsent(need.object(), key -> new HashSet<>()).add(need.needed());
                neededBy.computeIfAbsent(need.needed(), key -> new ArrayList<>())
                        .add(need.object());
            }
        }
        PriorityQueue<SchemaObject> ready = new PriorityQueue<>(USUAL);
        objects.stream().filter(object -> !waitsFor.containsKey(object.key())).forEach(ready::add);
        List<SchemaObject> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            SchemaObject next = ready.poll();
            ordered.add(next);
            for (String waiting : neededBy.getOrDefault(next.key(), List.of())) {
                Set<String> missing = waitsFor.get(waiting);
                if (missing.remove(next.key()) && missing.isEmpty()) {
                    ready.add(byKey.get(waiting));
                }
            }
        }
        if (ordered.size() < objects.size()) {
            throw circle(objects, ordered);
        }
        return ordered;
    }

    private static BackupRefused circle(List<SchemaObject> objects, List<SchemaObject> ordered) {
        List<SchemaObject> left = new ArrayList<>(objects);
        left.removeAll(ordered);
        return new BackupRefused("these objects need each other and cannot be written in an order: "
                + left.stream().map(SchemaObject::name).sorted().limit(10).toList()
                + "; install a pg_dump as new as the server");
    }
}
