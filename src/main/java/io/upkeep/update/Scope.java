package io.upkeep.update;

import java.util.Locale;

/** Which updates of packages are meant. */
enum Scope {
    /** Those of origins for security. */
    SECURITY,
    /** All that are pending. */
    ALL;

    static Scope parse(String text) {
        for (Scope scope : values()) {
            if (scope.word().equals(text)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("scope '" + text + "' is not a choice; write security or all");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
