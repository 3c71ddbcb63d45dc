package io.upkeep.sandbox;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** The faults a part knows and the one it has now. Safe for use by many threads. */
final class Faults {

    static final String HEALTHY = "healthy";

    private final String part;
    private final Set<String> known;
    private final AtomicReference<String> current = new AtomicReference<>(HEALTHY);

    Faults(String part, String... known) {
        this.part = part;
        this.known = Collections.unmodifiableSet(new TreeSet<>(Set.of(known)));
    }

    Set<String> known() {
        return known;
    }

    String current() {
        return current.get();
    }

    boolean is(String fault) {
        return current.get().equals(fault);
    }

    /** Takes the fault and returns the one before. */
    String set(String fault) {
        if (!known.contains(fault)) {
            throw new IllegalArgumentException(
                    "part '%s' has no fault '%s'; it knows %s, as in POST /parts/%s/break?fault=%s"
                            .formatted(
                                    part, fault, known, part, known.iterator().next()));
        }
        return current.getAndSet(fault);
    }

    /** One fault becomes another, or none; false when it is not the present one. */
    boolean swap(String before, String after) {
        String now = current.get();
        return now.equals(before) && current.compareAndSet(now, after);
    }

    /** Ends the fault and returns it, {@link #HEALTHY} when there was none. */
    String heal() {
        return current.getAndSet(HEALTHY);
    }
}
