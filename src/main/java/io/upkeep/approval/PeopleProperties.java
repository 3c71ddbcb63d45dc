package io.upkeep.approval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code upkeep.people} as it is written in application.yaml, checked when it is read.
 *
 * @param people who may decide, by id
 */
@ConfigurationProperties("upkeep")
public record PeopleProperties(Map<String, Entry> people) {

    /** As the header {@code Upkeep-Person} may hold. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;:\"()\\[\\]\\\\]+@[A-Za-z0-9.-]+");
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

    /**
     * One person's settings; what is missing is null.
     *
     * @param roles what this person may say yes to
     * @param email where the person is told; empty for nowhere
     * @param slack a member's id or a channel without #; empty for none
     */
    public record Entry(List<String> roles, String email, String slack) {

        /** Without the addresses. */
        @Override
        public String toString() {
            return String.valueOf(roles);
        }
    }

    /** An absent list is an empty one. */
    public PeopleProperties {
        people = people == null ? Map.of() : new LinkedHashMap<>(people);
    }

    /**
     * The people.
     *
     * @throws IllegalArgumentException naming the setting, its value and a right one
     */
    People checked() {
        return new People(people.entrySet().stream()
                .map(entry -> checked(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static Person checked(String id, Entry entry) {
        check(id, "id", id, ID, "letters, digits, dots and dashes, such as ada");
        Set<String> roles = new TreeSet<>(entry.roles() == null ? List.of() : entry.roles());
        if (roles.isEmpty()) {
            throw wrong(id, "roles", "", "[operations-lead]: without a role nobody asks this person");
        }
        roles.forEach(role -> check(
                id, "roles", role, ROLE, "operations-lead, technical-lead, maintenance-team, management or your own"));
        return new Person(
                Person.sameId(id),
                roles,
                optional(id, "email", entry.email(), ADDRESS, "one address, such as ada@example.org"),
                optional(
                        id,
                        "slack",
                        entry.slack(),
                        CHANNEL,
                        "a channel without #, or a member's id such as U012ABCDEF"));
    }

    private static String optional(String id, String setting, String value, Pattern right, String example) {
        if (value == null || value.isBlank()) {
            return "";
        }
        check(id, setting, value, right, example);
        return value;
    }

    private static void check(String id, String setting, String value, Pattern right, String example) {
        if (value == null || !right.matcher(value).matches()) {
            throw wrong(id, setting, value, example);
        }
    }

    private static IllegalArgumentException wrong(String id, String setting, String value, String example) {
        return new IllegalArgumentException(
                "person '%s': %s '%s' is not valid; write %s (application.yaml, upkeep.people.%s.%s)"
                        .formatted(id, setting, value, example, id, setting));
    }
}
