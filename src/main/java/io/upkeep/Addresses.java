package io.upkeep;

import io.upkeep.approval.Person;
import io.upkeep.notice.Announcements.Address;
import java.util.Collection;
import java.util.List;

/** Where people are reached; notices do not know who may decide. */
final class Addresses {

    private Addresses() {}

    static List<Address> of(Collection<Person> people) {
        return people.stream()
                .map(person -> new Address(person.slack(), person.email()))
                .toList();
    }
}
