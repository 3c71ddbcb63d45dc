package io.upkeep.pipeline;

import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/** Reads failures: what people are told, and what lies beneath. */
final class Failures {

    private static final int LONGEST = 4_000;

    private Failures() {}

    /** The failure in words: the first cause that is not Camel's wrapping, bounded. */
    static String describe(Exchange exchange) {
        Throwable failure = exchange.getException();
        if (failure == null) {
            return "the route marked the exchange for rollback";
        }
        while ((failure instanceof CamelExecutionException || failure.getClass() == RuntimeCamelException.class)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String text = failure.getClass().getPackageName().startsWith("io.upkeep")
                ? message
                : failure.getClass().getSimpleName() + ": " + message;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** The first cause of a type. */
    static <T> Optional<T> find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
