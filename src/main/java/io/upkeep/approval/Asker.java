package io.upkeep.approval;

import java.util.Set;

/** Who asked for a run, as the journal writes it: {@code person:ada}, {@code kafka:ada}, {@code timer:nightly}. */
final class Asker {

    /** The kinds whose name is a person's. */
    private static final Set<String> OF_PEOPLE = Set.of("person", "kafka");

    private Asker() {}

    /** Whether that was this person. */
    static boolean is(String requestedBy, Person person) {
        int colon = requestedBy.indexOf(':');
        return colon > 0
                && OF_PEOPLE.contains(requestedBy.substring(0, colon))
                && Person.sameId(requestedBy.substring(colon + 1)).equals(person.id());
    }
}
