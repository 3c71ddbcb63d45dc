package io.upkeep.pipeline;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/** Reads failures: what people are told, and what lies beneath. */
final class Failures {

    private static final int LONGEST = 4_000;

    private Failures() {}

    /** The failure in words: our own explanation where there is one, else the cause beneath Camel's wrapping, bounded. */
    static String describe(Exchange exchange) {
        Throwable failure = exchange.getException();
        if (failure == null) {
            return "the route marked the exchange for rollback";
        }
        Throwable told = ours(failure);
        if (!isOurs(told)) {
            Optional<String> words = words(exchange.getContext(), failure, endpoint(exchange));
            if (words.isPresent()) {
                return words.get();
            }
        }
        String message = told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
        String text = isOurs(told) ? message : told.getClass().getSimpleName() + ": " + message;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** What a failure of something outside means, where that is known. */
    static Optional<String> words(CamelContext camel, Throwable failure, String endpoint) {
        return camel.getRegistry().findByType(FailureWords.class).stream()
                .flatMap(words -> words.of(failure, endpoint).stream())
                .findFirst();
    }

    private static String endpoint(Exchange exchange) {
        String failed = exchange.getProperty(Exchange.FAILURE_ENDPOINT, String.class);
        String last = exchange.getProperty(Exchange.TO_ENDPOINT, "", String.class);
        // Camel writes scheme://rest, routes scheme:rest
        return (failed == null ? last : failed).replaceFirst("^([a-z][a-z0-9+.-]*):(//)?", "$1:");
    }

    /** Our own messages explain themselves; without one, the cause beneath Camel's wrapping has to do. */
    private static Throwable ours(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !isOurs(cause)) {
            cause = cause.getCause();
        }
        if (cause != null) {
            return cause;
        }
        cause = failure;
        while (isWrapping(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Camel's own that only say where it happened; multicasts and splits throw the last of them. */
    private static boolean isWrapping(Throwable failure) {
        return failure instanceof CamelExecutionException
                || failure.getClass() == RuntimeCamelException.class
                || failure.getClass() == CamelExchangeException.class;
    }

    /** Our own words where they are among its causes: nobody needs to know then where in the code it came from. */
    static Optional<String> explanation(Throwable failure) {
        Throwable told = ours(failure);
        return isOurs(told) ? Optional.ofNullable(told.getMessage()) : Optional.empty();
    }

    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getPackageName().startsWith("io.upkeep");
    }
}
