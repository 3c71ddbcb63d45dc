package io.upkeep.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When the system was down, and when nobody can say.
 *
 * @param down when all targets of a part were down, for any part
 * @param unknown when it is not known of a part, and no other was down
 */
record Availability(TimeSet down, TimeSet unknown) {

    private static final String DOWN = "CRITICAL";
    private static final Set<String> UP = Set.of("OK", "WARNING");

    /**
     * Works it out.
     *
     * @param parts of the system: each is up while one of its targets is
     * @param holds how long a result counts when no other follows
     */
    static Availability of(Facts facts, Collection<List<String>> parts, Duration holds) {
        TimeSet known = facts.known();
        Map<String, TimeSet> ups = new HashMap<>();
        Map<String, TimeSet> downs = new HashMap<>();
        List<Seen> seen = facts.seen();
        for (int i = 0; i < seen.size(); i++) {
            Seen now = seen.get(i);
            boolean isFollowed = i + 1 < seen.size() && seen.get(i + 1).target().equals(now.target());
            Instant end = now.last().plus(holds);
            Instant until = isFollowed && seen.get(i + 1).first().isBefore(end)
                    ? seen.get(i + 1).first()
                    : end;
            Map<String, TimeSet> which = UP.contains(now.state()) ? ups : downs;
            if (UP.contains(now.state()) || now.state().equals(DOWN)) {
                which.merge(now.target(), TimeSet.of(new Span(now.first(), until)), TimeSet::union);
            }
        }
        TimeSet down = TimeSet.EMPTY;
        TimeSet unknown = TimeSet.EMPTY;
        for (List<String> part : parts) {
            TimeSet allDown = known;
            TimeSet anyUp = TimeSet.EMPTY;
            for (String target : part) {
                allDown = allDown.intersect(downs.getOrDefault(target, TimeSet.EMPTY));
                anyUp = anyUp.union(ups.getOrDefault(target, TimeSet.EMPTY));
            }
            down = down.union(allDown);
            unknown = unknown.union(known.minus(anyUp).minus(allDown));
        }
        return new Availability(down, unknown.minus(down));
    }
}
