package io.upkeep.approval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Says what a run waits for, who can give it, and what to do when nobody can. */
final class MissingWords {

    private MissingWords() {}

    /**
     * One sentence.
     *
     * @param missing roles without a yes
     * @param ignored why some yes does not count
     * @param able who can bring the yes of a role
     */
    static String of(
            Collection<String> missing, List<String> ignored, People people, Function<String, List<String>> able) {
        List<String> roles = new ArrayList<>();
        for (String role : missing) {
            List<String> ids = able.apply(role);
            roles.add(role + " (" + (ids.isEmpty() ? nobody(role, people) : or(ids)) + ")");
        }
        List<String> parts = new ArrayList<>();
        parts.add("waits for a yes from " + String.join(" and from ", roles));
        parts.addAll(ignored);
        return String.join("; ", parts);
    }

    private static String nobody(String role, People people) {
        return people.withRole(role).isEmpty()
                ? "nobody has this role: give it to someone under upkeep.people in application.yaml"
                : "nobody else has this role: whoever asked for the run or said yes for another role cannot; give it to"
                        + " one more person under upkeep.people in application.yaml";
    }

    private static String or(List<String> ids) {
        return ids.size() <= 5
                ? String.join(" or ", ids)
                : String.join(" or ", ids.subList(0, 5)) + " or %d others".formatted(ids.size() - 5);
    }
}
