package io.upkeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads from a pipeline's branches which of its steps only some runs take. */
final class StepConditions {

    private StepConditions() {}

    /** On what a step depends; empty for one that every run takes. */
    static String of(JsonNode branches, String path) {
        return around(branches, path).stream()
                .map(branch -> Printed.text(branch, "when"))
                .collect(Collectors.joining(", and "));
    }

    /** Whether no run takes both. */
    static boolean exclude(JsonNode branches, String one, String other) {
        List<JsonNode> others = around(branches, other);
        return around(branches, one).stream()
                .anyMatch(branch -> others.stream()
                        .anyMatch(another -> choice(another) == choice(branch) && !another.equals(branch)));
    }

    /** How many steps a run takes at most. */
    static int longest(JsonNode steps, JsonNode branches) {
        Map<Integer, Integer> all = new HashMap<>();
        Map<Integer, Integer> most = new HashMap<>();
        for (JsonNode branch : branches) {
            all.merge(choice(branch), branch.path("steps").size(), Integer::sum);
            most.merge(choice(branch), branch.path("steps").size(), Math::max);
        }
        int leftOut = all.keySet().stream()
                .mapToInt(choice -> all.get(choice) - most.get(choice))
                .sum();
        return Math.max(0, steps.size() - leftOut);
    }

    private static int choice(JsonNode branch) {
        return branch.path("choice").asInt();
    }

    private static List<JsonNode> around(JsonNode branches, String path) {
        return StreamSupport.stream(branches.spliterator(), false)
                .filter(branch -> StreamSupport.stream(branch.path("steps").spliterator(), false)
                        .anyMatch(step -> step.asText().equals(path)))
                .toList();
    }
}
