package io.upkeep.security.feed;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where debsecan's feed is mirrored from. A mistake stops the start.
 *
 * @param address what the suite's name is put behind; without one nothing is mirrored
 * @param suites the Debian releases that hosts have
 * @param within how long fetching one of them may take, all in all
 * @param most how large one may be as it is fetched
 */
@ConfigurationProperties("upkeep.security.mirror")
record FeedProperties(
        @DefaultValue("") String address,
        @DefaultValue("bookworm") List<String> suites,
        @DefaultValue("5m") Duration within,
        @DefaultValue("64MB") DataSize most) {

    private static final String EXAMPLE = "https://security-tracker.debian.org/tracker/debsecan/release/1";

    FeedProperties {
        address = address.strip().replaceFirst("/+$", "");
        suites = List.copyOf(suites);
        if (!address.isEmpty() && !isAddress(address)) {
            throw wrong("address", address, "is no address of HTTP", EXAMPLE);
        }
        for (String suite : suites) {
            if (!suite.matches("[a-z][a-z0-9-]{1,30}")) {
                throw wrong("suites", suite, "is no codename of a Debian release", "bookworm");
            }
        }
        if (within.compareTo(Duration.ofSeconds(1)) < 0) {
            throw wrong("within", within.toString(), "is shorter than a second", "5m");
        }
        if (most.toBytes() < 1024) {
            throw wrong("most", most.toString(), "is less than any feed", "64MB");
        }
    }

    private static boolean isAddress(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && List.of("http", "https").contains(uri.getScheme());
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static IllegalArgumentException wrong(String key, String value, String problem, String example) {
        return new IllegalArgumentException("%s '%s' %s; write %s (application.yaml, upkeep.security.mirror.%s)"
                .formatted(key, value, problem, example, key));
    }
}
