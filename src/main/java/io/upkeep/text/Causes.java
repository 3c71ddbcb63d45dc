package io.upkeep.text;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What led to a failure: itself first, then cause after cause. */
public final class Causes {

    /** Deeper than any chain there is; one that leads back to itself ends, too. */
    private static final int DEEPEST = 100;

    private Causes() {}

    /** The failure and its causes; nothing for null. */
    public static Stream<Throwable> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(DEEPEST);
    }

    /** Where it began: the innermost cause, or the failure itself; empty for null. */
    public static Optional<Throwable> root(Throwable failure) {
        return of(failure).reduce((outer, inner) -> inner);
    }

    /** The first of a type. */
    public static <T> Optional<T> find(Throwable failure, Class<T> type) {
        return of(failure).filter(type::isInstance).map(type::cast).findFirst();
    }
}
