package io.upkeep.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What is looked into.
 *
 * @param run the run it is about; null for none
 * @param target what it is about; empty for the whole estate
 * @param scope the targets whose problems belong to it
 * @param services every service of the estate that is known to be a unit of a host
 * @param at when it was looked into first
 * @param endsElsewhere whether only somebody else can tell that it is over while nothing is found and done
 */
record Issue(
        IssueType type,
        UUID run,
        String target,
        Set<String> scope,
        List<Service> services,
        Instant at,
        boolean endsElsewhere) {

    /** A service and the unit of the host that it is. */
    record Service(String name, String host, String unit) {}

    /** Whether a target is one of these, or runs on one of them. */
    boolean isOn(Set<String> targets, String name) {
        return targets.contains(name)
                || services.stream()
                        .anyMatch(service -> service.name().equals(name) && targets.contains(service.host()));
    }

    boolean concerns(String name) {
        return scope.contains(name);
    }
}
