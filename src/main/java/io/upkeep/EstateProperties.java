package io.upkeep;

import io.upkeep.target.Inventory;
import io.upkeep.target.Target;
import io.upkeep.target.TargetKind;
import io.upkeep.text.Shown;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The estate as {@code application.yaml} declares it.
 *
 * @param targets {@code upkeep.targets.<name>}: what is maintained
 */
@ConfigurationProperties("upkeep")
record EstateProperties(Map<String, Entry> targets) {

    EstateProperties {
        targets = targets == null ? Map.of() : Map.copyOf(targets);
    }

    /**
     * One target as written; see {@link Target}.
     *
     * @param kind host, database, cache, service, bucket, cluster …
     * @param labels words that selectors mean it by
     * @param address a URI: ssh://user@host:22, postgresql://host:5432/database, redis://host:6379, http://host, s3://bucket
     * @param user the login, where the address does not name it
     * @param password from the environment
     * @param jump the host target that it is reached through
     * @param noticed false where no user notices work on it, as on staging's; true unless it says so
     */
    record Entry(
            String kind,
            Set<String> labels,
            String address,
            String user,
            String password,
            String jump,
            String noticed) {

        @Override
        public String toString() {
            return kind + " " + labels;
        }
    }

    /** The checked inventory; an error names the key in {@code application.yaml}. */
    Inventory inventory() {
        return new Inventory(targets.entrySet().stream()
                .map(entry -> target(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static Target target(String name, Entry entry) {
        try {
            Set<String> labels = entry.labels() == null ? Set.of() : entry.labels();
            TargetKind kind = TargetKind.parse(entry.kind() == null ? "" : entry.kind());
            return new Target(
                    name,
                    kind,
                    labels,
                    uri(name, entry.address()),
                    entry.user(),
                    entry.password(),
                    entry.jump(),
                    isNoticed(name, entry.noticed()));
        } catch (IllegalArgumentException mistake) {
            throw new IllegalArgumentException(
                    mistake.getMessage() + " (application.yaml, upkeep.targets." + name + ")", mistake);
        }
    }

    private static boolean isNoticed(String name, String noticed) {
        if (noticed == null || noticed.equals("true")) {
            return true;
        }
        if (noticed.equals("false")) {
            return false;
        }
        throw new IllegalArgumentException("target '%s': noticed '%s' is neither true nor false; write noticed: false"
                .formatted(name, Shown.of(noticed)));
    }

    private static URI uri(String name, String address) {
        try {
            return new URI(address == null ? "" : address);
        } catch (URISyntaxException mistake) {
            // the exception's own message repeats the address, which may hold a password
            throw new IllegalArgumentException("target '" + name + "': the address is not a URI: " + mistake.getReason()
                    + " at character " + mistake.getIndex() + "; write ssh://upkeep@" + name);
        }
    }
}
