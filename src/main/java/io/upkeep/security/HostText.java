package io.upkeep.security;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What hosts print is hostile: no control or direction marks stay in it, and it is bounded. Escaping is the reader's. */
final class HostText {

    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_KEY = 200;

    private HostText() {}

    /** Fit for one line of text. */
    static String line(String text) {
        String plain = plain(text);
        return plain.length() <= LONGEST_LINE ? plain : plain.substring(0, LONGEST_LINE) + "…";
    }

    /** Fit for a key: two long texts that begin alike stay two. */
    static String key(String text) {
        String plain = plain(text);
        boolean changed = !plain.equals(text);
        if (!changed && plain.length() <= LONGEST_KEY) {
            return plain;
        }
        String mark =
                UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
        return plain.substring(0, Math.min(LONGEST_KEY, plain.length())) + "…" + mark.substring(0, 8);
    }

    private static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]", "�")
                .strip();
    }
}
