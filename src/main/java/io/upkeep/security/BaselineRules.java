package io.upkeep.security;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How a host differs from what a person has reviewed. */
final class BaselineRules {

    static final String REVIEW = "baseline";
    private static final int MOST = 100;

    private BaselineRules() {}

    /** By topic, what is there and was not reviewed, and what was and is gone; topics that were never reviewed are in neither. */
    record Difference(Map<String, List<String>> added, Map<String, List<String>> removed) {}

    /** @param reviewed the baseline's content; null when there is none */
    static Difference difference(Map<String, List<String>> seen, Map<String, List<String>> reviewed) {
        Map<String, List<String>> added = new TreeMap<>();
        Map<String, List<String>> removed = new TreeMap<>();
        seen.forEach((topic, entries) -> {
            if (reviewed != null && reviewed.containsKey(topic)) {
                put(added, topic, without(entries, reviewed.get(topic)));
                put(removed, topic, without(reviewed.get(topic), entries));
            }
        });
        return new Difference(added, removed);
    }

    /** What of one topic is a finding. */
    static List<Sighting> judge(BaselineTopic topic, Difference difference) {
        List<Sighting> seen = new ArrayList<>();
        List<String> added = difference.added().getOrDefault(topic.word(), List.of());
        for (String entry : added.subList(0, Math.min(MOST, added.size()))) {
            seen.add(new Sighting(
                    "+ " + entry,
                    topic.severity(entry),
                    "new: %s %s, and nobody has reviewed it".formatted(entry, topic.means())));
        }
        List<String> removed = difference.removed().getOrDefault(topic.word(), List.of());
        for (String entry : removed.subList(0, Math.min(MOST, removed.size()))) {
            seen.add(new Sighting("- " + entry, Severity.LOW, "gone: %s, which was reviewed".formatted(entry)));
        }
        if (added.size() > MOST || removed.size() > MOST) {
            seen.add(new Sighting(
                    "more",
                    Severity.HIGH,
                    "%d new and %d gone entries; see upkeep baseline diff".formatted(added.size(), removed.size())));
        }
        return seen;
    }

    /** What nobody has reviewed yet is one finding, not hundreds. */
    static List<Sighting> review(String host, Map<String, List<String>> seen, Map<String, List<String>> reviewed) {
        List<String> missing = seen.keySet().stream()
                .filter(topic -> reviewed == null || !reviewed.containsKey(topic))
                .toList();
        return missing.isEmpty()
                ? List.of()
                : List.of(new Sighting(
                        REVIEW,
                        Severity.MEDIUM,
                        "nobody has reviewed %s of this host; look at upkeep baseline show %s, then upkeep baseline accept %s --reason …"
                                .formatted(String.join(", ", missing), host, host)));
    }

    private static void put(Map<String, List<String>> map, String topic, List<String> entries) {
        if (!entries.isEmpty()) {
            map.put(topic, entries);
        }
    }

    private static List<String> without(List<String> entries, List<String> others) {
        Set<String> known = new HashSet<>(others);
        return entries.stream().filter(entry -> !known.contains(entry)).toList();
    }
}
