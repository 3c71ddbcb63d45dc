package io.upkeep.probe;

import java.util.Arrays;
import java.util.Locale;

/** The ways a target is looked at. */
enum Check {
    HOST,
    HTTP,
    FIGURES,
    CACHE,
    BACKUP;

    /** The word routes use. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Check parse(String word) {
        return Arrays.stream(values())
                .filter(check -> check.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "check '" + word + "' is unknown; write host, http, figures, cache or backup"));
    }
}
