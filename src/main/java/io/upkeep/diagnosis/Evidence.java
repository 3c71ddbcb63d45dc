package io.upkeep.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What was seen in one round of looking. A part that could not be looked at is empty or says so.
 *
 * @param problems critical probes of the round
 * @param hosts by name
 * @param drift hosts whose configuration is not the deployed one, with the files
 * @param deployed the version that should be on the hosts; empty when none was deployed by a run
 */
record Evidence(
        Issue issue,
        List<Problem> problems,
        Map<String, HostLook> hosts,
        Past past,
        Map<String, List<String>> drift,
        Version deployed,
        DatabaseLook database,
        CacheLook cache) {

    /** A critical probe; {@code since} is when it began to be so. */
    record Problem(String target, String probe, String reason, Instant since) {

        @Override
        public String toString() {
            return target + " " + probe + ": " + reason;
        }
    }

    /**
     * A version in an environment; all empty for none.
     *
     * @param version what to deploy to have it again
     * @param shown as people read it
     */
    record Version(String version, String environment, String shown) {

        static final Version NONE = new Version("", "", "");

        Version {
            shown = shown == null ? version : shown; // evidence of an older version of the product has none
        }

        boolean isKnown() {
            return !version.isEmpty();
        }
    }

    /**
     * What Upkeep itself knows.
     *
     * @param run the run that the issue is about; null for none
     * @param changes what changed the estate lately, newest first
     * @param locks in somebody's hands
     * @param backups that the run or its children took, or that it was to restore
     * @param answers newest ones of the probes of what it is about, without those that the round found to be critical
     */
    record Past(
            FailedRun run, List<Change> changes, List<HeldLock> locks, List<RunBackup> backups, List<Answer> answers) {

        static final Past NONE = new Past(null, List.of(), List.of());

        /** One that was written down before backups or answers were looked at has none. */
        Past {
            backups = backups == null ? List.of() : backups;
            answers = answers == null ? List.of() : answers;
        }

        /** Without backups and answers. */
        Past(FailedRun run, List<Change> changes, List<HeldLock> locks) {
            this(run, changes, locks, List.of(), List.of());
        }
    }

    /**
     * The newest result of a probe, which the round need not have asked.
     *
     * @param wasCritical when it was so last, within the time that is looked back; null when it was not
     */
    record Answer(String target, String probe, String state, Instant wasCritical) {

        /** Whether what it asked is there and answers; one that is not known or told not to count says nothing. */
        boolean isWell() {
            return state.equals("OK") || state.equals("WARNING");
        }
    }

    /**
     * A backup that a run may need to be undone.
     *
     * @param archive key of its archive in the store; empty when it never got there
     * @param manifest key of its manifest in the store; empty when it never got there
     * @param reason why it is in its state; empty when nothing is wrong
     * @param instead the newest verified one of its series; null when there is no other
     */
    record RunBackup(
            UUID id,
            String series,
            String state,
            String archive,
            String manifest,
            String reason,
            Instant at,
            ProvenBackup instead) {

        /** Whether it was in the store, and cannot be restored any more. */
        boolean isLost() {
            return state.equals("EXPIRED") || state.equals("BROKEN");
        }
    }

    /** A backup that was restored and compared. */
    record ProvenBackup(UUID id, String manifest, Instant at) {}

    /**
     * A run; {@code failure} may be hostile text.
     *
     * @param undid whether it had done something that was undone: what a check finds wrong is so after its rollback, too
     */
    record FailedRun(UUID id, String pipeline, String state, String failedStep, String failure, boolean undid) {

        boolean asks() {
            return state.equals("ROLLBACK_FAILED") || state.equals("NEEDS_ATTENTION");
        }
    }

    /**
     * A run that changed something; version, environment and the good version before are empty when there are none.
     *
     * @param commit what the version stood for then; the version where that is not known
     * @param commitBefore the same of the version before
     * @param touches the targets that it changed, by name; where that is not known none
     */
    record Change(
            UUID id,
            String pipeline,
            String version,
            String environment,
            String before,
            Instant at,
            String commit,
            String commitBefore,
            Set<String> touches) {

        private static final int SHORT = 10;

        Change {
            commit = commit == null ? version : commit; // evidence of an older version of the product has none
            commitBefore = commitBefore == null ? before : commitBefore;
            touches = touches == null ? Set.of() : Set.copyOf(touches);
        }

        Change touching(Set<String> targets) {
            return new Change(id, pipeline, version, environment, before, at, commit, commitBefore, targets);
        }

        String what() {
            return named(version, commit);
        }

        String whatBefore() {
            return named(before, commitBefore);
        }

        /** Its tag may be moved by now, and nobody here knows. */
        private static String named(String version, String commit) {
            return commit.equals(version)
                    ? version
                    : "%s (commit %s)".formatted(version, commit.substring(0, Math.min(SHORT, commit.length())));
        }
    }

    /** A lock; run and its state are null when a person holds it. */
    record HeldLock(String name, UUID run, String state, String pipeline, String holder, String reason) {

        /** Whether it only keeps a pipeline's runs apart: {@code pipeline:check-system-health#0}. */
        boolean isSlot() {
            return name.startsWith("pipeline:");
        }
    }

    /** The problems that belong to the issue. */
    List<Problem> inScope() {
        return problems.stream()
                .filter(problem -> issue.concerns(problem.target()))
                .toList();
    }

    /** When the first of the issue's problems began, or when it was looked into. */
    Instant firstFailure() {
        return inScope().stream().map(Problem::since).min(Instant::compareTo).orElse(issue.at());
    }
}
