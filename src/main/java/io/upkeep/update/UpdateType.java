package io.upkeep.update;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why a release is made. */
enum UpdateType {
    /** Closes a weakness. */
    SECURITY,
    /** Brings something new. */
    FEATURE,
    /** Mends what was wrong; never changes a database. */
    BUGFIX,
    /** Makes something faster. */
    PERFORMANCE,
    /** Follows a rule. */
    COMPLIANCE;

    static UpdateType parse(String text) {
        for (UpdateType type : values()) {
            if (type.word().equals(text)) {
                return type;
            }
        }
        throw new UpdateRefused("type '%s' is not a choice; write one of %s"
                .formatted(text, Arrays.stream(values()).map(UpdateType::word).collect(Collectors.joining(", "))));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
