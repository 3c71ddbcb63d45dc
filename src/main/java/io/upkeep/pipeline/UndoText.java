package io.upkeep.pipeline;

import io.upkeep.approval.Approvals;
import io.upkeep.approval.Overrides;
import io.upkeep.approval.RunOverride.Kind;
import io.upkeep.run.Run;
import org.springframework.stereotype.Component;

/**
 * Keeps a run from being undone by what nobody approved. A rollback waits for no window and for no yes: who approved the run
 * approved its way back with it, and so it has to be that way back.
 */
@Component
class UndoText {

    private final Approvals approvals;
    private final Overrides overrides;

    UndoText(Approvals approvals, Overrides overrides) {
        this.approvals = approvals;
        this.overrides = overrides;
    }

    /** Whether the run needs no approvals, has them for this text, or was let through. */
    boolean covers(Run run, Pipeline pipeline) {
        return approvals.cover(run.id(), pipeline.hash(), pipeline.governance().approval())
                || overrides.kinds(run.id()).contains(Kind.APPROVAL);
    }

    /** @throws InvalidRequest when the run needs approvals and has none for this text, saying what to do */
    void require(Run run, Pipeline pipeline) {
        if (!covers(run, pipeline)) {
            throw new InvalidRequest(
                    "the text of %s is not what run %s was approved with, its rollback route included; put that text back, or resume the run so that the new one is asked about, or have an approver let it through: upkeep runs override %s --override approval --reason …"
                            .formatted(pipeline.name(), run.id(), run.id()));
        }
    }
}
