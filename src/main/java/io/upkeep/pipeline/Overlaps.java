package io.upkeep.pipeline;

import io.upkeep.pipeline.Governance.Overlap;
import io.upkeep.run.Run;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** {@code overlap: cancel-older}: a newer run has the older ones of its pipeline cancelled, and waits for their end. */
@Component
class Overlaps {

    private final JdbcLocks locks;
    private final ObjectProvider<Runs> runs;

    Overlaps(JdbcLocks locks, ObjectProvider<Runs> runs) {
        this.locks = locks;
        this.runs = runs;
    }

    void cancelOlder(Run run, Pipeline pipeline, Verdict.Wait wait) {
        if (pipeline.governance().overlap() != Overlap.CANCEL_OLDER || wait.kind() != Verdict.Kind.CONCURRENCY) {
            return;
        }
        for (UUID older : locks.olderRuns(run)) {
            runs.getObject().cancel(older, "overlap:" + run.id());
        }
    }
}
