package io.upkeep.approval;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Why a run may start although admission would let it wait. Locks on targets and the checks of inputs are never
 * overridden.
 *
 * @param person who answers for it
 * @param reason theirs, hostile text, at least 10 characters
 * @param kinds what is overridden
 * @param breakGlass whether who asked for the run did it alone: then it is reviewed by another person afterwards
 */
public record RunOverride(String person, String reason, Set<Kind> kinds, boolean breakGlass) {

    /** What can be overridden. */
    public enum Kind {
        /** The run may start outside its window, and need not fit before its cutoff. */
        WINDOW,
        /** No freeze holds it back. */
        FREEZE,
        /** Nobody else is asked. */
        APPROVAL,
        /** The pipelines that it depends on need not have succeeded. */
        DEPENDENCY,
        /** It may change something without a verified backup that is as young as its pipeline asks for. */
        BACKUP;

        /** What an override is of that names nothing: agreements of people. What keeps from harm is named by who goes past it. */
        static Set<Kind> agreements() {
            return EnumSet.of(WINDOW, FREEZE, APPROVAL);
        }

        /** As it is written: {@code window}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the kinds. */
    public RunOverride {
        kinds = Collections.unmodifiableSet(kinds.isEmpty() ? EnumSet.noneOf(Kind.class) : EnumSet.copyOf(kinds));
    }

    /** What tells it from others of the same run: {@code ada/window-freeze}. */
    String key() {
        return person + "/" + kinds.stream().map(Kind::word).collect(Collectors.joining("-"));
    }

    /** Whether this part of admission is overridden. */
    public boolean covers(Kind kind) {
        return kinds.contains(kind);
    }

    /**
     * An override in the books.
     *
     * @param review what another person wrote about it afterwards; null while that is open
     */
    public record Recorded(
            UUID run,
            String pipeline,
            RunOverride override,
            Instant at,
            String reviewedBy,
            Instant reviewedAt,
            String review) {

        /** Whether somebody still has to look at it. */
        public boolean needsReview() {
            return override.breakGlass() && reviewedAt == null;
        }
    }
}
