package io.upkeep.security;

import io.upkeep.security.Finding.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a look changes about what is known. */
final class FindingRules {

    private FindingRules() {}

    /** What became of a finding. */
    enum Move {
        OPENED,
        SEEN,
        CLOSED
    }

    /**
     * One finding after the look.
     *
     * @param why in words, for OPENED and CLOSED
     */
    record Change(Move move, Finding finding, String why) {}

    /**
     * Decides on every finding of the look's host and check. A look that could not see all closes none.
     *
     * @param known all findings of this host and check, the closed ones too
     */
    static List<Change> decide(List<Finding> known, Look look) {
        List<Change> changes = new ArrayList<>();
        Map<String, Finding> before = new LinkedHashMap<>();
        known.forEach(finding -> before.put(finding.subject(), finding));
        for (Sighting seen : worstOfEach(look.sightings())) {
            changes.add(sighted(before.remove(seen.subject()), look, seen));
        }
        for (Finding gone : before.values()) {
            if (gone.state() != State.CLOSED && look.unknown() == null) {
                changes.add(new Change(Move.CLOSED, gone.closed(look.at()), "it is no longer there"));
            }
        }
        return changes;
    }

    private static Change sighted(Finding before, Look look, Sighting seen) {
        if (before == null) {
            return opened(1, look, seen, "it is new");
        }
        if (before.state() == State.CLOSED) {
            return opened(before.changes() + 1, look, seen, "it is back");
        }
        if (before.state() == State.ACCEPTED && !before.acceptedUntil().isAfter(look.at())) {
            return opened(
                    before.changes() + 1, look, seen, "%s had accepted it until now".formatted(before.acceptedBy()));
        }
        if (seen.severity().compareTo(before.severity()) > 0) {
            return opened(before.changes() + 1, look, seen, "it was " + before.severity());
        }
        return new Change(Move.SEEN, before.seenAgain(look, seen), null);
    }

    private static Change opened(long changes, Look look, Sighting seen, String why) {
        return new Change(Move.OPENED, Finding.opened(look, seen, changes), why);
    }

    private static List<Sighting> worstOfEach(List<Sighting> sightings) {
        Map<String, Sighting> worst = new LinkedHashMap<>();
        sightings.forEach(seen -> worst.merge(
                seen.subject(), seen, (one, other) -> one.severity().compareTo(other.severity()) >= 0 ? one : other));
        return List.copyOf(worst.values());
    }
}
