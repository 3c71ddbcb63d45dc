package io.upkeep.security.feed;

import io.upkeep.security.SecurityProperties;
import io.upkeep.text.Amount;
import io.upkeep.text.Sha256;
import io.upkeep.text.Shown;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What {@code mirror-vulnerability-feed} asks: which feeds there are to fetch, and whether one that was fetched may go to hosts. What a
 * server sends is hostile until it was read to its end.
 */
@Component("feedMirror")
public class FeedMirror {

    private static final int OK = 200;
    private static final int MOST_NAMED = 10;

    /** What {@code put-feed.sh} says where it has put one. */
    private static final String IN_PLACE = "is in place";

    private static final Duration AHEAD = Duration.ofHours(1);

    private final FeedProperties properties;
    private final Duration oldest;
    private final FeedStore store;
    private final Clock clock;

    FeedMirror(
            FeedProperties properties,
            SecurityProperties security,
            @Value("${upkeep.data-directory:./data}") Path data,
            Clock clock) {
        this.properties = properties;
        this.oldest = security.scans().feedAge();
        this.store = new FeedStore(data.resolve("security-feed"));
        this.clock = clock;
    }

    /** The suites to mirror; none where no address is set. */
    public List<String> suites() {
        return properties.address().isEmpty() ? List.of() : properties.suites();
    }

    /** What is to be mirrored, or why nothing is. */
    public String words(List<String> suites) {
        if (suites.isEmpty()) {
            return properties.address().isEmpty()
                    ? "no feed is mirrored: hosts have what they fetch themselves; to have Upkeep bring it, write its address as"
                            + " upkeep.security.mirror.address in application.yaml, such as https://security-tracker.debian.org/tracker/debsecan/release/1"
                    : "no feed is mirrored: write the suites of the hosts as upkeep.security.mirror.suites in application.yaml,"
                            + " such as [bookworm]";
        }
        return "to mirror: %s, from %s".formatted(String.join(", ", suites), Shown.of(properties.address()));
    }

    /**
     * Which hosts have a feed now.
     *
     * @param outcomes what {@code fleet:} left: hosts of another suite say which they have, and take nothing
     */
    public String mirrored(Map<String, Object> taken, Map<String, Object> outcomes) {
        List<String> hosts = new TreeMap<>(outcomes)
                .entrySet().stream()
                        .filter(host -> host.getValue() instanceof Map<?, ?> outcome
                                && String.valueOf(outcome.get("stdout")).contains(IN_PLACE))
                        .map(Map.Entry::getKey)
                        .toList();
        return "%s: %s, made %s; %s"
                .formatted(
                        taken.get("suite"),
                        Amount.of(((Number) taken.get("entries")).longValue(), "entry", "entries"),
                        Instant.ofEpochSecond(((Number) taken.get("built")).longValue()),
                        hosts.isEmpty()
                                ? "none of %s has this suite; take it out of upkeep.security.mirror.suites"
                                        .formatted(Amount.of(outcomes.size(), "host"))
                                : "%s of %d now: %s"
                                        .formatted(
                                                Amount.of(hosts.size(), "host has it", "hosts have it"),
                                                outcomes.size(),
                                                Amount.some(hosts, MOST_NAMED)));
    }

    /** Where the feed of a suite is. */
    public String address(String suite) {
        return properties.address() + "/" + suite;
    }

    /**
     * Takes a feed that is sent, and keeps it on this node.
     *
     * @param status of the answer
     * @param lastModified as the server says it, or null
     * @return {@code suite}, {@code sum} (SHA-256), {@code built} (seconds since 1970), {@code entries}
     * @throws FeedRefused when hosts must not get it; the one before is kept
     */
    public Map<String, Object> take(String suite, int status, String lastModified, InputStream body) {
        try {
            if (status != OK) {
                throw new FeedRefused("the answer was %d; is '%s' a release that it has?".formatted(status, suite));
            }
            byte[] feed = FeedDownload.read(body, properties.most().toBytes(), properties.within());
            Instant built = builtAt(lastModified);
            DebsecanFeed read = DebsecanFeed.read(feed);
            requireNoStepBack(suite, built, read);
            store.replace(suite, feed, built);
            Map<String, Object> taken = new LinkedHashMap<>();
            taken.put("suite", suite);
            taken.put("sum", Sha256.of(feed));
            taken.put("built", built.getEpochSecond());
            taken.put("entries", read.entries());
            return taken;
        } catch (FeedRefused refused) {
            throw new FeedRefused("%s: %s".formatted(address(suite), refused.getMessage()), refused);
        }
    }

    /** A server that does not say counts as up to date; what is old already would not be noticed on hosts. */
    private Instant builtAt(String lastModified) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (lastModified == null || lastModified.isBlank()) {
            return now;
        }
        Instant built = instant(lastModified);
        if (built.isAfter(now.plus(AHEAD))) {
            throw new FeedRefused("it is from the future (%s); look at the clocks".formatted(built));
        }
        Duration age = Duration.between(built, now);
        if (age.compareTo(oldest) > 0) {
            throw new FeedRefused(
                    "it is %d h old, more than %d h (upkeep.security.scans.feed-age): its source has stopped"
                            .formatted(age.toHours(), oldest.toHours()));
        }
        return built.isAfter(now) ? now : built;
    }

    private static Instant instant(String lastModified) {
        try {
            return ZonedDateTime.parse(lastModified.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException none) {
            throw new FeedRefused("'%s' is no time that a feed was made at".formatted(Shown.of(lastModified)), none);
        }
    }

    private void requireNoStepBack(String suite, Instant built, DebsecanFeed feed) {
        byte[] kept = store.read(suite).orElse(null);
        if (kept == null) {
            return;
        }
        Instant before = store.builtAt(suite);
        if (built.isBefore(before)) {
            throw new FeedRefused("it is of %s, older than the one of %s that hosts have".formatted(built, before));
        }
        int known = DebsecanFeed.read(kept).entries();
        if (feed.entries() < known / 2) {
            throw new FeedRefused("it has %d entries, less than half of the %d before; when that is right, remove %s"
                    .formatted(feed.entries(), known, store.file(suite)));
        }
    }

    /** The feed that was taken, as hosts get it. */
    public byte[] content(Map<String, Object> taken) {
        String suite = String.valueOf(taken.get("suite"));
        byte[] feed = store.read(suite).orElse(new byte[0]);
        if (!Sha256.of(feed).equals(taken.get("sum"))) {
            throw new FeedRefused("%s is not what was fetched; start a new run".formatted(store.file(suite)));
        }
        return feed;
    }
}
