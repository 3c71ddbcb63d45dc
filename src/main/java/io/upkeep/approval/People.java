package io.upkeep.approval;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The people of the estate and their roles. Immutable; its order is that of the ids. */
public final class People {

    private final Map<String, Person> byId;

    /**
     * Builds the register.
     *
     * @throws IllegalArgumentException when two ids are the same but for case
     */
    public People(Collection<Person> people) {
        TreeMap<String, Person> sorted = new TreeMap<>();
        for (Person person : people) {
            if (sorted.put(Person.sameId(person.id()), person) != null) {
                throw new IllegalArgumentException(
                        "person '%s' is declared twice (upper and lower case are the same); give each an id of its own"
                                .formatted(person.id()));
            }
        }
        byId = Collections.unmodifiableMap(sorted);
    }

    /** Everybody, by id. */
    public Collection<Person> all() {
        return byId.values();
    }

    /** The person with this id, however it is spelled; null finds nobody. */
    public Optional<Person> find(String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(byId.get(Person.sameId(id)));
    }

    /**
     * The person with this id, who must be declared: whoever may call himself as he likes agrees with himself.
     *
     * @throws ApprovalRefused when nobody is
     */
    public Person require(String id) {
        return find(id).orElseThrow(() -> UnknownPerson.refusal(id, this));
    }

    /**
     * Lets a person end what keeps from harm: a lock, a freeze, a pause. One's own anybody may, another's who is declared.
     *
     * @param by who put it there, such as {@code person:ada}
     * @param id of who ends it
     * @return whether it is another's
     * @throws ApprovalRefused when it is another's and nobody of this id is declared
     */
    public boolean requireToEnd(String by, String id) {
        boolean isAnothers = !Person.sameId(by).equals(Person.sameId("person:" + id));
        if (isAnothers) {
            require(id);
        }
        return isAnothers;
    }

    /** Who has the role, by id. */
    public List<Person> withRole(String role) {
        return all().stream().filter(person -> person.roles().contains(role)).toList();
    }

    /** Every role somebody has, sorted. */
    public Set<String> roles() {
        return all().stream().flatMap(person -> person.roles().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * What is wrong with asking these roles: one nobody has, or more roles than there are people for them, because each
     * yes must come from another person. Empty when it can be done.
     */
    public Optional<String> problem(Collection<String> required) {
        for (String role : required) {
            if (withRole(role).isEmpty()) {
                return Optional.of(
                        "approval '%s': nobody has this role; %s, or add it to someone: upkeep.people.ada.roles: [%s] (application.yaml)"
                                .formatted(role, known(), role));
            }
        }
        Map<String, Person> seats = Seats.fill(required, all());
        return seats.size() == Set.copyOf(required).size()
                ? Optional.empty()
                : Optional.of(
                        "approval '%s': each role needs a person of its own, and there are not enough for all; give one of the roles to another person in upkeep.people (application.yaml)"
                                .formatted(String.join(",", required)));
    }

    private String known() {
        return roles().isEmpty() ? "no person is declared" : "write one of " + String.join(", ", roles());
    }
}
