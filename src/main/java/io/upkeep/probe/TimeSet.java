package io.upkeep.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of instants as disjoint parts in order: what uptime is reckoned with.
 *
 * @param parts each from its beginning to before its end
 */
record TimeSet(List<Part> parts) {

    static final TimeSet NONE = new TimeSet(List.of());

    /** A part; empty ones are left out of sets. */
    record Part(Instant from, Instant until) {}

    /** All instants that are in any of the parts, which may overlap. */
    static TimeSet of(List<Part> any) {
        List<Part> joined = new ArrayList<>();
        for (Part part : any.stream()
                .filter(one -> one.from().isBefore(one.until()))
                .sorted(Comparator.comparing(Part::from))
                .toList()) {
            Part last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last == null || last.until().isBefore(part.from())) {
                joined.add(part);
            } else if (last.until().isBefore(part.until())) {
                joined.set(joined.size() - 1, new Part(last.from(), part.until()));
            }
        }
        return new TimeSet(List.copyOf(joined));
    }

    /** What is in both. */
    TimeSet and(TimeSet other) {
        List<Part> both = new ArrayList<>();
        for (Part one : parts) {
            for (Part two : other.parts) {
                Instant from = one.from().isAfter(two.from()) ? one.from() : two.from();
                Instant until = one.until().isBefore(two.until()) ? one.until() : two.until();
                both.add(new Part(from, until));
            }
        }
        return of(both);
    }

    Duration length() {
        return parts.stream()
                .map(part -> Duration.between(part.from(), part.until()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** How much of this is not in the other. */
    Duration lengthWithout(TimeSet other) {
        return length().minus(and(other).length());
    }
}
