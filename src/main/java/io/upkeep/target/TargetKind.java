package io.upkeep.target;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What sort of thing a target is, and which address schemes such a thing may have. */
public enum TargetKind {
    HOST,
    SERVICE,
    DATABASE,
    CACHE,
    BUCKET,
    CLUSTER;

    /** The URI schemes an address of this kind may start with, the usual one first. */
    public List<String> schemes() {
        return switch (this) {
            case HOST -> List.of("ssh");
            case SERVICE -> List.of("http", "https", "tcp");
            case DATABASE -> List.of("postgresql");
            case CACHE -> List.of("redis", "rediss");
            case BUCKET -> List.of("s3");
            case CLUSTER -> List.of("https", "http");
        };
    }

    /** The word used in {@code application.yaml} and in selectors: {@code host}, {@code service}, … */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All words, for messages: {@code host, service, database, …}. */
    public static String words() {
        return Arrays.stream(values()).map(TargetKind::word).collect(Collectors.joining(", "));
    }

    /**
     * Reads a kind from its word, in any case.
     *
     * @throws IllegalArgumentException when there is no such kind; the message lists the words there are
     */
    public static TargetKind parse(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("kind '" + word + "' is unknown; write one of " + words()));
    }
}
