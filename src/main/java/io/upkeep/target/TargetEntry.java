package io.upkeep.target;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * One target as {@code application.yaml} writes it, below {@code upkeep.targets.<name>}; null where nothing is written.
 *
 * @param kind host, database, cache, service, bucket, cluster …
 * @param labels words that selectors mean it by
 * @param address a URI: ssh://user@host:22, postgresql://host:5432/database, redis://host:6379, http://host, s3://bucket
 * @param user the login, where the address does not name it
 * @param password from the environment
 * @param jump the host target that it is reached through
 * @param noticed false where no user notices work on it, as on staging's; true unless it says so
 */
public record TargetEntry(
        String kind, Set<String> labels, String address, String user, String password, String jump, String noticed) {

    /**
     * The target that is written.
     *
     * @throws IllegalArgumentException naming the target, what is wrong, a correct example and the setting
     */
    public Target target(String name) {
        try {
            return new Target(
                    name,
                    TargetKind.parse(kind == null ? "" : kind),
                    labels == null ? Set.of() : labels,
                    uri(name),
                    user,
                    password,
                    jump,
                    isNoticed(name));
        } catch (IllegalArgumentException mistake) {
            throw new IllegalArgumentException(
                    mistake.getMessage() + " (application.yaml, upkeep.targets." + name + ")", mistake);
        }
    }

    private boolean isNoticed(String name) {
        if (noticed == null || noticed.equals("true")) {
            return true;
        }
        if (noticed.equals("false")) {
            return false;
        }
        throw new IllegalArgumentException(
                "target '%s': noticed '%s' is neither true nor false; write noticed: false".formatted(name, noticed));
    }

    private URI uri(String name) {
        try {
            return new URI(address == null ? "" : address);
        } catch (URISyntaxException mistake) {
            // the exception's own message repeats the address, which may hold a password
            throw new IllegalArgumentException("target '" + name + "': the address is not a URI: " + mistake.getReason()
                    + " at character " + mistake.getIndex() + "; write ssh://upkeep@" + name);
        }
    }

    @Override
    public String toString() {
        return kind + " " + labels;
    }
}
