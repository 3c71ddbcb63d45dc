package io.upkeep.pipeline;

import io.upkeep.pipeline.JdbcLocks.Holder;
import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.pipeline.Verdict.Wait;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Says of a run in a queue who has what it waits for, and goes on only when a person says so; and of one that waits for another,
 * what that one waits for. It is looked up when the reason is shown: admission, which thousands of runs go through, need not
 * know, and what was recorded with the wait may be over.
 */
@Component
public class BehindPeople {

    private static final int MOST = 5;
    private static final Set<String> QUEUES = Set.of(Kind.CONCURRENCY.name(), Kind.TARGET_BUSY.name());

    private final JdbcLocks locks;
    private final JdbcRunHistory history;

    BehindPeople(JdbcLocks locks, JdbcRunHistory history) {
        this.locks = locks;
        this.history = history;
    }

    /** Why the run waits, asks for a person or ended; null when there is nothing to say. */
    public String reason(Run run) {
        if (run.waiting() == null) {
            return run.reason();
        }
        return Waits.isForChild(run)
                ? withChildren(run.reason(), run.id())
                : told(run, run.waiting().kind(), run.reason(), run.waiting().locks());
    }

    private String withChildren(String reason, UUID run) {
        String below = history.unfinishedChildren(run, null).stream()
                .filter(child -> child.state() == RunState.WAITING && child.reason() != null)
                .map(child -> withChildren(child.reason(), child.id()))
                .collect(Collectors.joining("; "));
        return below.isEmpty() ? reason : reason + ": " + below;
    }

    /** The same wait of the run in those words. */
    Wait told(Run run, Wait wait) {
        return new Wait(
                wait.kind(),
                told(run, wait.kind().name(), wait.reason(), wait.locks()),
                wait.until(),
                wait.locks(),
                wait.ahead());
    }

    private String told(Run run, String kind, String reason, List<String> wanted) {
        if (reason == null || !QUEUES.contains(kind)) {
            return reason;
        }
        String behind = locks.holdersForAPerson(run.id(), wanted, MOST).stream()
                .map(BehindPeople::words)
                .collect(Collectors.joining("; "));
        return behind.isEmpty() ? reason : reason + "; " + behind;
    }

    private static String words(Holder holder) {
        return "run %s %s (upkeep runs show %s)"
                .formatted(
                        holder.run(),
                        holder.state() == RunState.PAUSED
                                ? "is paused until a person lets it go on"
                                : "asks for a person, and goes on or ends only then",
                        holder.run());
    }
}
