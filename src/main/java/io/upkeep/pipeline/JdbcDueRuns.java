package io.upkeep.pipeline;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.upkeep.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What db-scheduler gives workers: what was handed over, and what is due in the queue, locked and fetched by one statement. */
final class JdbcDueRuns extends PostgreSqlJdbcCustomization {

    private final Handover handover;
    private final String node;

    JdbcDueRuns(Handover handover, String node) {
        super(false, false);
        this.handover = handover;
        this.node = node;
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean byPriority) {
        List<Execution> handed =
                handover.next(limit).stream().map(run -> execution(run, now)).toList();
        int left = limit - handed.size();
        if (left == 0 || (!handed.isEmpty() && !handover.isLookDue(now))) {
            return handed;
        }
        try {
            List<Execution> due = super.lockAndFetchSingleStatement(context, now, left, byPriority);
            handover.looked(now, due.size() < left);
            return Stream.concat(handed.stream(), due.stream()).toList();
        } catch (RuntimeException e) {
            if (handed.isEmpty()) {
                throw e;
            }
            return handed; // theirs are taken already; the queue is looked into again
        }
    }

    private Execution execution(Run run, Instant now) {
        TaskInstance<Void> task = new TaskInstance<>(Dispatcher.TASK, run.id().toString(), () -> null, run.priority());
        return new Execution(run.requestedAt(), task, true, node, null, null, 0, now, Dispatcher.FIRST_PICK_UP);
    }
}
