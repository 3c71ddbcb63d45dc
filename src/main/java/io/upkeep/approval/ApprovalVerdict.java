package io.upkeep.approval;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Whether a run has the approvals it needs. */
public sealed interface ApprovalVerdict {

    /** For people, one sentence. */
    String reason();

    /**
     * Every role has said yes.
     *
     * @param given one per role; empty when none is needed
     */
    record Granted(List<Given> given) implements ApprovalVerdict {

        /** Copies the list. */
        public Granted {
            given = List.copyOf(given);
        }

        @Override
        public String reason() {
            return given.isEmpty()
                    ? "needs no approval"
                    : "approved by "
                            + String.join(
                                    " and ",
                                    given.stream()
                                            .map(yes -> yes.person() + " (" + yes.role() + ")")
                                            .toList());
        }
    }

    /** One role's yes. */
    record Given(String role, String person, Instant at, Instant validUntil) {}

    /** Waits for these roles. */
    record Missing(Set<String> roles, String reason) implements ApprovalVerdict {}

    /** There was a yes, but not to this: the run waits for new ones. */
    record Voided(String reason) implements ApprovalVerdict {}

    /** Somebody said no: the run never starts. */
    record Rejected(String by, String because) implements ApprovalVerdict {

        @Override
        public String reason() {
            return "rejected by " + by + ": " + because;
        }
    }
}
