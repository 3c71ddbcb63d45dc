package io.upkeep.pipeline;

import io.upkeep.http.Unreached;
import io.upkeep.text.Causes;
import io.upkeep.text.Shown;
import java.net.URI;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.springframework.stereotype.Component;

/** What it means when a service that is asked over HTTP refuses, or is silent. Addresses are shown without logins and queries. */
@Component
final class ServiceWords implements FailureWords {

    @Override
    public Optional<String> of(Throwable failure, String endpoint) {
        return Causes.find(failure, HttpOperationFailedException.class)
                .map(ServiceWords::said)
                .or(() -> endpoint.matches("https?:.*") ? silent(failure, address(endpoint)) : Optional.empty());
    }

    private static String said(HttpOperationFailedException refusal) {
        int status = refusal.getStatusCode();
        String text = Shown.of(refusal.getStatusText());
        return "%s answered %d%s: %s"
                .formatted(address(refusal.getUri()), status, text.isEmpty() ? "" : " " + text, meaning(status));
    }

    private static String meaning(int status) {
        return switch (status) {
            case 401 ->
                "it wants a login, or does not know this one; check the user and password or token of the target";
            case 403 -> "the login may not do that; give it the right, or the target another login";
            case 404 -> "there is nothing at that address; check it, and that the right version runs there";
            case 408, 504 -> "it, or what it asks itself, took too long; see how busy it is, and try again";
            case 429 -> "it is asked too often; try again later";
            case 502, 503 -> "it is not ready; see that it runs, and what its log says";
            default ->
                status >= 500
                        ? "it has a fault of its own; see what its log says"
                        : status >= 400
                                ? "it does not take the request; see what it expects there"
                                : "it points elsewhere; write the address that it means";
        };
    }

    private static Optional<String> silent(Throwable failure, String address) {
        return Unreached.why(failure)
                .map(why -> "%s was not reached: %s; check the address, that it runs, and the network on the way"
                        .formatted(address, why));
    }

    /** Scheme, host, port and path; nothing in which a secret may stand. */
    private static String address(String uri) {
        try {
            URI read = URI.create(uri.replaceFirst("[?#].*", "").replaceFirst("^(https?:)/*", "$1//"));
            return Shown.of(read.getScheme() + "://" + read.getHost() + (read.getPort() < 0 ? "" : ":" + read.getPort())
                    + (read.getPath() == null ? "" : read.getPath()));
        } catch (IllegalArgumentException unreadable) {
            return "the service";
        }
    }
}
