package io.upkeep.probe;

import io.upkeep.text.Causes;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/** What really failed, in words. */
public final class RootCause {

    private RootCause() {}

    /** The innermost message of a failure; the name of its class where it has none. */
    public static String sentence(Throwable failure) {
        Throwable root = Causes.root(failure).orElseThrow();
        if (root instanceof CertificateExpiredException || root instanceof CertificateNotYetValidException) {
            // what it says is no more than a date
            return "its certificate %s (%s)"
                    .formatted(
                            root instanceof CertificateExpiredException ? "has ended" : "is not valid yet",
                            root.getMessage());
        }
        String text = root.getMessage();
        return text == null || text.isBlank() ? root.getClass().getSimpleName() : text;
    }
}
