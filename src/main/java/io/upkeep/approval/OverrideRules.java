package io.upkeep.approval;

import io.upkeep.approval.ApprovalRefused.Why;
import io.upkeep.approval.RunOverride.Kind;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides who may override admission, of what, and whether that is break-glass. */
final class OverrideRules {

    private static final int SHORTEST_REASON = 10;
    private static final String EXAMPLE = "the queue stands still, customers wait at the counters";

    private OverrideRules() {}

    /**
     * The override, checked.
     *
     * @param kinds words such as {@code window}; null means {@link Kind#agreements}
     * @param requestedBy who asked for the run: alone is break-glass, and so is doing without the approvals of others
     * @throws ApprovalRefused saying what is wrong
     */
    static RunOverride checked(
            Person person, String reason, Collection<String> kinds, String requestedBy, Collection<String> roles) {
        if (person.roles().stream().noneMatch(roles::contains)) {
            throw new ApprovalRefused(
                    Why.NOT_ALLOWED,
                    "%s may not override admission: that takes %s (upkeep.break-glass.roles); ask someone who has it, or let the run wait"
                            .formatted(person.id(), String.join(" or ", roles)));
        }
        Set<Kind> what = parsed(kinds);
        String because = Reason.checked(reason, SHORTEST_REASON, EXAMPLE);
        boolean breakGlass = Asker.is(requestedBy, person) || what.contains(Kind.APPROVAL);
        return new RunOverride(person.id(), because, what, breakGlass);
    }

    private static Set<Kind> parsed(Collection<String> words) {
        if (words == null) {
            return Kind.agreements();
        }
        if (words.isEmpty()) {
            throw unknown("");
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String word : words) {
            kinds.add(Arrays.stream(Kind.values())
                    .filter(kind ->
                            kind.word().equalsIgnoreCase(String.valueOf(word).strip()))
                    .findFirst()
                    .orElseThrow(() -> unknown(word)));
        }
        return kinds;
    }

    private static ApprovalRefused unknown(String word) {
        String known = Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", "));
        return new ApprovalRefused(
                Why.INVALID,
                "'%s' cannot be overridden; write one or more of %s. Locks on targets and the checks of inputs never can"
                        .formatted(Reason.shown(word), known));
    }
}
