package io.upkeep.diagnosis;

import io.upkeep.diagnosis.Evidence.FailedRun;
import io.upkeep.diagnosis.Evidence.ProvenBackup;
import io.upkeep.diagnosis.Evidence.RunBackup;
import io.upkeep.diagnosis.Remedy.Kind;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A rollback that cannot go on because the backup that it needs is not there, or is not what was backed up. */
final class BackupRules implements CauseRule {

    private static final Pattern ABOUT_A_BACKUP =
            Pattern.compile("(?<![\\w-])(backups?|archives?|manifests?|nosuchkey)(?![\\w-])");
    private static final Pattern GONE =
            Pattern.compile("nosuchkey|does not exist|no such (key|file|object)|not found|is missing");

    @Override
    public Stream<Cause> causes(Evidence evidence) {
        FailedRun run = evidence.past().run();
        if (run == null || !run.asks() || evidence.issue().type() != IssueType.ROLLBACK_ISSUE) {
            return Stream.empty();
        }
        return evidence.past().backups().stream()
                .filter(backup -> isMissing(run, backup))
                .map(backup -> missing(run, backup));
    }

    /** Whether going on would only fail again: the rollback spoke of a backup, and one of the run's is missing. */
    static boolean stopsRollback(Evidence evidence) {
        FailedRun run = evidence.past().run();
        return speaksOfIt(run) && evidence.past().backups().stream().anyMatch(backup -> isMissing(run, backup));
    }

    /**
     * Records may say that a backup is in the store when it is not any more: then the failure names it. What was given up on the
     * way back is no backup that the way back needs.
     */
    private static boolean isMissing(FailedRun run, RunBackup backup) {
        return backup.isLost()
                || (names(run, backup) && GONE.matcher(words(run)).find());
    }

    private static Cause missing(FailedRun run, RunBackup backup) {
        return new Cause(
                "backup-missing " + backup.id(),
                speaksOfIt(run) || names(run, backup) ? 92 : 55,
                "the backup %s (%s) that the rollback of run %s may need is not there"
                        .formatted(backup.id(), backup.series(), run.id()),
                "it is %s since %s%s; archive %s, manifest %s; %s"
                        .formatted(
                                backup.state(),
                                backup.at(),
                                backup.reason().isEmpty() ? "" : ": " + Bounded.line(backup.reason(), 200),
                                known(backup.archive()),
                                known(backup.manifest()),
                                instead(backup)),
                remedy(run, backup));
    }

    private static String known(String key) {
        return key.isEmpty() ? "none" : key;
    }

    private static String instead(RunBackup backup) {
        ProvenBackup other = backup.instead();
        return other == null
                ? "no other backup of this series is verified: undo by hand, then skip the step"
                : "the newest verified one is %s of %s, manifest %s"
                        .formatted(other.id(), other.at(), other.manifest());
    }

    /** It is older than what was changed, so a person decides what of it is put in place. */
    private static Remedy remedy(FailedRun run, RunBackup backup) {
        ProvenBackup other = backup.instead();
        return other == null
                ? null
                : Remedy.of(
                                Kind.RESTORE_BACKUP,
                                "rollback-" + run.id(),
                                other.id().toString(),
                                "restore backup %s of %s into the directory rollback-%s, beside what is there"
                                        .formatted(other.id(), other.at(), run.id()))
                        .proposed();
    }

    private static boolean speaksOfIt(FailedRun run) {
        return ABOUT_A_BACKUP.matcher(words(run)).find();
    }

    private static boolean names(FailedRun run, RunBackup backup) {
        return Stream.of(backup.id().toString(), backup.archive(), backup.manifest())
                .anyMatch(name -> !name.isEmpty() && run.failure().contains(name));
    }

    private static String words(FailedRun run) {
        return run.failure().toLowerCase(Locale.ROOT);
    }
}
