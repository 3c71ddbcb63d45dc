package io.upkeep.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A set of instants as spans in order, none touching the next. Immutable. */
public final class TimeSet {

    /** No instant. */
    public static final TimeSet EMPTY = new TimeSet(List.of());

    private final List<Span> spans;

    private TimeSet(List<Span> spans) {
        this.spans = List.copyOf(spans);
    }

    /** The instants in any of the spans, which may overlap. */
    public static TimeSet of(Collection<Span> spans) {
        List<Span> joined = new ArrayList<>();
        for (Span next : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
            Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last == null || last.until().isBefore(next.from())) {
                joined.add(next);
            } else if (last.until().isBefore(next.until())) {
                joined.set(joined.size() - 1, new Span(last.from(), next.until()));
            }
        }
        return new TimeSet(joined);
    }

    /** The instants in any of the spans, which may overlap. */
    public static TimeSet of(Span... spans) {
        return of(List.of(spans));
    }

    /** Those in either. */
    public TimeSet union(TimeSet other) {
        List<Span> all = new ArrayList<>(spans);
        all.addAll(other.spans);
        return of(all);
    }

    /** Those in both. */
    public TimeSet intersect(TimeSet other) {
        List<Span> common = new ArrayList<>();
        int mine = 0;
        int theirs = 0;
        while (mine < spans.size() && theirs < other.spans.size()) {
            Span a = spans.get(mine);
            Span b = other.spans.get(theirs);
            Instant from = a.from().isAfter(b.from()) ? a.from() : b.from();
            Instant until = a.until().isBefore(b.until()) ? a.until() : b.until();
            if (from.isBefore(until)) {
                common.add(new Span(from, until));
            }
            if (a.until().isBefore(b.until())) {
                mine++;
            } else {
                theirs++;
            }
        }
        return new TimeSet(common);
    }

    /** Those in this one that are not in the other. */
    public TimeSet minus(TimeSet other) {
        List<Span> left = new ArrayList<>();
        for (Span span : spans) {
            Instant from = span.from();
            for (Span hole : other.intersect(of(span)).spans) {
                if (from.isBefore(hole.from())) {
                    left.add(new Span(from, hole.from()));
                }
                from = hole.until();
            }
            if (from.isBefore(span.until())) {
                left.add(new Span(from, span.until()));
            }
        }
        return new TimeSet(left);
    }

    /** How long all of it is. */
    public Duration length() {
        return spans.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** The same in minutes. */
    public double minutes() {
        return length().toMillis() / 60_000.0;
    }

    /** Whether there is no instant in it. */
    public boolean isEmpty() {
        return spans.isEmpty();
    }

    /** Whether the instant is in it. */
    public boolean contains(Instant instant) {
        return spans.stream().anyMatch(span -> span.contains(instant));
    }

    /** Its parts, in order, apart from each other. */
    public List<Span> spans() {
        return spans;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeSet set && spans.equals(set.spans);
    }

    @Override
    public int hashCode() {
        return spans.hashCode();
    }

    @Override
    public String toString() {
        return spans.toString();
    }
}
