package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Remedy.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The handbook's kinds of issues, each with what is done about it without asking. Everything else is proposed. */
public enum IssueType {
    /** An update failed. */
    UPDATE_FAILURE,
    /** A configuration does not work. */
    CONFIGURATION_ISSUE,
    /** Slower than it was. */
    PERFORMANCE_DEGRADATION,
    /** A service does not answer. */
    SERVICE_FAILURE,
    /** A rollback failed. */
    ROLLBACK_ISSUE;

    /** Whether this may be done about it without asking anybody. */
    boolean allows(Kind remedy) {
        return switch (this) {
            case UPDATE_FAILURE -> remedy == Kind.CLEAN_LOGS || remedy == Kind.CLEAR_LOCK;
            case CONFIGURATION_ISSUE -> remedy == Kind.DEPLOY_VERSION || remedy == Kind.RESTART_SERVICE;
            case PERFORMANCE_DEGRADATION -> remedy == Kind.END_SESSION || remedy == Kind.CLEAN_LOGS;
            case SERVICE_FAILURE -> remedy != Kind.REPAIR_PACKAGES && remedy != Kind.RESUME_RUN;
            case ROLLBACK_ISSUE -> remedy == Kind.RESUME_RUN || remedy == Kind.CLEAN_LOGS || remedy == Kind.CLEAR_LOCK;
        };
    }

    /** As it is written: {@code service_failure}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As people read it: {@code service failure}. */
    public String words() {
        return word().replace('_', ' ');
    }

    /**
     * The type that is written so.
     *
     * @throws IllegalArgumentException listing the types
     */
    public static IssueType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not a type of issue; write one of %s"
                        .formatted(
                                Bounded.line(word, 40),
                                Arrays.stream(values()).map(IssueType::word).collect(Collectors.joining(", ")))));
    }

    /**
     * A guess by what is known of an incident or a run; a person may say better.
     *
     * @param about its title and the pipeline's name, hostile text
     * @param rollbackFailed whether it is about a run whose rollback failed
     */
    public static IssueType guess(String about, boolean rollbackFailed) {
        String words = about.toLowerCase(Locale.ROOT);
        if (rollbackFailed || words.contains("rollback")) {
            return ROLLBACK_ISSUE;
        }
        if (words.contains("configuration")) {
            return CONFIGURATION_ISSUE;
        }
        if (words.contains("update") || words.contains("package")) {
            return UPDATE_FAILURE;
        }
        boolean slow = words.matches("(?s).*\\b(slow|slower|latency|p95|performance|degraded|queries?)\\b.*");
        return slow ? PERFORMANCE_DEGRADATION : SERVICE_FAILURE;
    }
}
