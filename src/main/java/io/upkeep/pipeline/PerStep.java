package io.upkeep.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A value for every step, or for some by name: {@code 2}, {@code deploy=3,verify=1}, {@code 1,deploy=3}.
 *
 * @param everywhere for the steps that are not named; null for none
 */
record PerStep<T>(T everywhere, Map<String, T> named) {

    static <T> PerStep<T> parse(String text, Function<String, T> value) {
        T everywhere = null;
        Map<String, T> named = new LinkedHashMap<>();
        for (String part : Lists.names(text)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                everywhere = value.apply(part);
            } else {
                named.put(
                        part.substring(0, equals).strip(),
                        value.apply(part.substring(equals + 1).strip()));
            }
        }
        return new PerStep<>(everywhere, Map.copyOf(named));
    }

    /** The value for a step that is named here. */
    Optional<T> named(String step) {
        return Optional.ofNullable(named.get(step));
    }

    /** The value for a step. */
    Optional<T> of(String step) {
        return named(step).or(() -> Optional.ofNullable(everywhere));
    }

    /** The steps named here. */
    Set<String> names() {
        return named.keySet();
    }
}
