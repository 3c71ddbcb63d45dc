package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Evidence.FailedRun;
import io.upkeep.diagnosis.Evidence.HeldLock;
import io.upkeep.diagnosis.Remedy.Kind;
import java.util.Set;
import java.util.stream.Stream;

/** Causes that lie in runs: the step that failed, a run that could go on, a lock that nobody needs. */
final class RunRules implements CauseRule {

    private static final Set<String> OVER = Set.of("SUCCEEDED", "ROLLED_BACK", "CANCELLED", "REJECTED");

    @Override
    public Stream<Cause> causes(Evidence evidence) {
        FailedRun run = evidence.past().run();
        return Stream.concat(
                run == null || run.failedStep().isEmpty() ? Stream.empty() : Stream.of(failed(evidence, run)),
                evidence.past().locks().stream()
                        .filter(lock -> evidence.issue().concerns(lock.name()))
                        .flatMap(RunRules::lock));
    }

    /** Whether a rollback that stopped can go on: it mends its services and its hosts' files itself. */
    static boolean rollbackMends(Evidence evidence) {
        FailedRun run = evidence.past().run();
        return evidence.issue().type() == IssueType.ROLLBACK_ISSUE && run != null && canGoOn(evidence, run);
    }

    private static boolean canGoOn(Evidence evidence, FailedRun run) {
        return run.asks() && !BackupRules.stopsRollback(evidence);
    }

    /** What would stop a rollback again comes before it. */
    private static Cause failed(Evidence evidence, FailedRun run) {
        boolean canGoOn = canGoOn(evidence, run);
        boolean mends = rollbackMends(evidence);
        return new Cause(
                "run " + run.id(),
                mends ? 91 : 50,
                "step %s of %s failed".formatted(run.failedStep(), run.pipeline()),
                Bounded.line(run.failure(), 500),
                canGoOn
                        ? Remedy.of(
                                Kind.RESUME_RUN,
                                run.id().toString(),
                                "run",
                                "go on with run %s of %s".formatted(run.id(), run.pipeline()))
                        : null);
    }

    private static Stream<Cause> lock(HeldLock lock) {
        if (lock.run() == null) {
            return Stream.of(new Cause(
                    "lock " + lock.name(),
                    30,
                    "%s is locked by %s".formatted(lock.name(), Bounded.line(lock.holder(), 100)),
                    Bounded.line(lock.reason(), 200),
                    null));
        }
        return OVER.contains(lock.state())
                ? Stream.of(new Cause(
                        "lock " + lock.name(),
                        85,
                        "%s is locked by run %s, which is over".formatted(lock.name(), lock.run()),
                        "it is " + lock.state(),
                        Remedy.of(
                                Kind.CLEAR_LOCK,
                                lock.name(),
                                lock.run().toString(),
                                "give the lock of %s back".formatted(lock.name()))))
                : Stream.empty();
    }
}
