package io.upkeep.security;

import io.upkeep.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a look saw of a host, by topic; sorted, each entry once.
 *
 * @param hash of all of it: who accepts names what they have seen
 */
record HostSnapshot(Map<String, List<String>> content, String hash, Instant at) {

    static HostSnapshot of(Map<String, List<String>> content, Instant at) {
        Map<String, List<String>> sorted = new TreeMap<>();
        content.forEach((topic, entries) -> sorted.put(topic, List.copyOf(new TreeSet<>(entries))));
        return new HostSnapshot(sorted, hash(sorted), at);
    }

    /** With the topics that an older one has and this one has not. */
    HostSnapshot over(HostSnapshot older) {
        Map<String, List<String>> all = new TreeMap<>(older.content());
        all.putAll(content);
        return of(all, at);
    }

    private static String hash(Map<String, List<String>> content) {
        MessageDigest digest = Sha256.digest();
        content.forEach((topic, entries) -> {
            digest.update(("\n" + topic + "\n").getBytes(StandardCharsets.UTF_8));
            entries.forEach(entry -> digest.update((" " + entry + "\n").getBytes(StandardCharsets.UTF_8)));
        });
        return Sha256.hex(digest);
    }
}
