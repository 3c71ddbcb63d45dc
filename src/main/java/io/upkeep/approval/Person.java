package io.upkeep.approval;

import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Someone who may decide: {@code upkeep.people.<id>} in application.yaml.
 *
 * @param id lower case
 * @param roles sorted
 * @param email an address; empty for none
 * @param slack a channel without {@code #}, or a member's id; empty for none
 */
public record Person(String id, Set<String> roles, String email, String slack) {

    /** Copies the roles. */
    public Person {
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }

    /** Two spellings of one id are one person: {@code " Ada"} is {@code ada}. */
    public static String sameId(String id) {
        return id.strip().toLowerCase(Locale.ROOT);
    }

    /** Without the addresses, which belong in no log. */
    @Override
    public String toString() {
        return id + " " + roles;
    }
}
