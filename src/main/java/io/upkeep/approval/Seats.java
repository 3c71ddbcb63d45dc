package io.upkeep.approval;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives each role a person of its own, as many roles as possible: who has two roles takes the one that another cannot
 * take (augmenting paths).
 */
final class Seats {

    private final List<Person> people;
    private final Map<String, Person> taken = new TreeMap<>();

    private Seats(List<Person> people) {
        this.people = people;
    }

    /** Role to person; a role that is left out has nobody. A role that comes first is filled first. */
    static Map<String, Person> fill(Collection<String> roles, Collection<Person> people) {
        Seats seats = new Seats(List.copyOf(people));
        new LinkedHashSet<>(roles).forEach(role -> seats.seat(role, new HashSet<>()));
        return new HashMap<>(seats.taken);
    }

    private boolean seat(String role, Set<String> asked) {
        for (Person person : people) {
            if (person.roles().contains(role) && asked.add(person.id())) {
                String held = roleOf(person);
                if (held == null || seat(held, asked)) {
                    taken.put(role, person);
                    return true;
                }
            }
        }
        return false;
    }

    private String roleOf(Person person) {
        return taken.entrySet().stream()
                .filter(seat -> seat.getValue().equals(person))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }
}
