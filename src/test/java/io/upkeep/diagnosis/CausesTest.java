package io.upkeep.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.diagnosis.Evidence.Change;
import io.upkeep.diagnosis.Evidence.FailedRun;
import io.upkeep.diagnosis.Evidence.HeldLock;
import io.upkeep.diagnosis.Evidence.Past;
import io.upkeep.diagnosis.Evidence.Problem;
import io.upkeep.diagnosis.Evidence.ProvenBackup;
import io.upkeep.diagnosis.Evidence.RunBackup;
import io.upkeep.diagnosis.Evidence.Version;
import io.upkeep.diagnosis.Issue.Service;
import io.upkeep.diagnosis.Remedy.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is seen, and what follows from it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CausesTest {

    private static final Instant NOW = Instant.parse("2026-11-02T03:00:00Z");
    private static final UUID RUN = UUID.fromString("0b0e1d9e-6f4c-4c55-9d4b-0f7c3a3b1c2d");
    private static final Service API = new Service("queue-api-1", "api-1", "virtual-queue-api");
    private static final Problem ILL = new Problem("queue-api-1", "http", "HTTP 500", NOW);

    private IssueType type = IssueType.SERVICE_FAILURE;
    private Set<String> tried = Set.of();
    private UUID about;
    private Set<String> scope = Set.of("api-1", "queue-api-1", "database", "cache");
    private List<Problem> problems = List.of();
    private HostLook host = host("active", "");
    private Past past = Past.NONE;
    private Map<String, List<String>> drift = Map.of();
    private DatabaseLook database = DatabaseLook.NONE;
    private CacheLook cache = CacheLook.NONE;

    private static HostLook host(String unit, String more) {
        return HostLook.read("""
                @@disks
                 Filesystem 1-blocks Used Available Capacity Mounted on
                 /dev/sda1 100 40 60 40%% /
                @@memory
                 MemTotal: 1000 kB
                 MemAvailable: 400 kB
                @@unit virtual-queue-api
                 %s
                @@journal virtual-queue-api
                 INFO started
                 ERROR the \u0007address is in use
                %s@@end
                """.formatted(unit, more));
    }

    private Causes causes() {
        Issue issue = new Issue(type, about, "", scope, List.of(API), NOW, false);
        return Causes.of(
                new Evidence(
                        issue,
                        problems,
                        Map.of("api-1", host),
                        past,
                        drift,
                        new Version("1.1.0", "production", "1.1.0"),
                        database,
                        cache),
                tried);
    }

    private Cause first() {
        return causes().ranked().get(0);
    }

    private String chosen() {
        Causes causes = causes();
        return String.join(
                ", ",
                causes.chosen().stream()
                        .map(cause -> (causes.isAsked(cause.remedy()) ? "ask " : "")
                                + cause.remedy().kind().word())
                        .toList());
    }

    @Test
    void nothing_wrong_has_no_cause() {
        assertThat(causes().ranked()).isEmpty();
        assertThat(chosen()).isEmpty();
    }

    @Test
    void a_unit_that_does_not_run_is_started_and_its_last_words_are_quoted_harmless() {
        host = host("failed", "");
        assertThat(first().says()).isEqualTo("virtual-queue-api on api-1 is not running");
        assertThat(first().because()).isEqualTo("it is failed; it said last: ERROR the \uFFFDaddress is in use");
        assertThat(chosen()).isEqualTo("restart-service");
    }

    @Test
    void nothing_is_started_where_another_run_is_at_work() {
        host = host("inactive", "");
        past = new Past(null, List.of(), List.of(new HeldLock("api-1", RUN, "RUNNING", "update-system", "run", null)));
        assertThat(first().because()).contains("run " + RUN + " of update-system is at work there");
        assertThat(chosen()).isEmpty();
    }

    @Test
    void a_unit_that_runs_and_answers_badly_is_restarted_only_after_a_yes() {
        problems = List.of(ILL);
        assertThat(first().says()).contains("does not answer well");
        assertThat(chosen()).isEqualTo("ask restart-service");
    }

    @Test
    void a_full_disk_comes_before_the_unit_that_it_stopped() {
        host = host("failed", "@@inodes\n F 100 99 1 99% /\n");
        assertThat(first().says()).isEqualTo("the disk / of api-1 is full");
        assertThat(chosen()).isEqualTo("clean-logs");
    }

    @Test
    void what_was_tried_is_not_done_again_and_the_next_causes_remedy_is_asked_for() {
        host = host("failed", "@@inodes\n F 100 99 1 99% /\n");
        tried = Set.of("clean-logs:api-1:logs");
        assertThat(chosen()).isEqualTo("ask restart-service");
        tried = Set.of("clean-logs:api-1:logs", "restart-service:api-1:virtual-queue-api");
        assertThat(chosen()).isEmpty();
    }

    @Test
    void a_host_that_is_away_leaves_nothing_to_do() {
        host = HostLook.unseen("connection refused; start it");
        problems = List.of(ILL);
        assertThat(first().says()).isEqualTo("api-1 cannot be looked at");
        assertThat(chosen()).isEmpty();
    }

    @Test
    void an_answer_that_was_cut_off_is_none() {
        host = HostLook.read("@@disks\n x 1 1 1 99% /\n");
        assertThat(first().because()).isEqualTo("its answer was cut off");
    }

    @Test
    void a_log_line_cannot_begin_a_section() {
        host = host("failed", " @@unit virtual-queue-api\n active\n");
        assertThat(first().says()).contains("is not running");
    }

    @ParameterizedTest
    @CsvSource({
        "SERVICE_FAILURE,     queue-api-1, api-1,    3,  80, version 1.2.0 came 3 min before the first failure,  deploy-version",
        "CONFIGURATION_ISSUE, queue-api-1, api-1,    60, 55, version 1.2.0 came 60 min before the first failure, deploy-version",
        "CONFIGURATION_ISSUE, database,    database, 3,  80, version 1.2.0 came 3 min before the first failure,  deploy-version",
        "CONFIGURATION_ISSUE, database,    api-1,    3,  50, version 1.2.0 came 3 min before the first failure,  ask deploy-version",
        "SERVICE_FAILURE,     database,    api-1,    3,  30, version 1.2.0 came 3 min before the first failure,  ''",
    })
    void a_version_deployed_shortly_before_the_first_failure_is_taken_back_where_it_touched_what_fails(
            IssueType issue, String ill, String touched, int minutes, int score, String says, String remedy) {
        type = issue;
        problems = List.of(new Problem(ill, "answers", "no", NOW));
        past = new Past(
                null,
                List.of(new Change(
                        RUN,
                        "deploy-configuration",
                        "1.2.0",
                        "production",
                        "1.1.0",
                        NOW.minus(Duration.ofMinutes(minutes)),
                        null,
                        null,
                        Set.of(touched))),
                List.of());
        assertThat(first().says()).isEqualTo(says);
        assertThat(first().score()).isEqualTo(score);
        assertThat(first().remedy().subject()).isEqualTo("1.1.0");
        assertThat(first().remedy().before()).isEqualTo("1.2.0");
        assertThat(chosen()).isEqualTo(remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "SERVICE_FAILURE,   backups,    backup-present,     take-backup",
        "SERVICE_FAILURE,   backups,    backup-age-seconds, take-backup",
        "SERVICE_FAILURE,   backups,    backup-intact,      take-backup",
        "ROLLBACK_ISSUE,    backups,    backup-present,     ask take-backup",
        "SERVICE_FAILURE,   backups,    answers,            ''",
        "SERVICE_FAILURE,   of-another, backup-present,     ''",
    })
    void where_a_good_and_recent_backup_is_lacking_one_is_taken(
            IssueType issue, String target, String probe, String remedy) {
        type = issue;
        scope = Set.of("backups");
        problems = List.of(new Problem(target, probe, "it is said why", NOW));
        assertThat(chosen()).isEqualTo(remedy);
    }

    @Test
    void the_version_before_is_the_commit_that_was_deployed_whatever_its_name_means_now() {
        type = IssueType.CONFIGURATION_ISSUE;
        problems = List.of(new Problem("database", "answers", "no", NOW));
        String old = "0123456789abcdef0123456789abcdef01234567";
        past = new Past(
                null,
                List.of(new Change(
                        RUN,
                        "deploy-configuration",
                        "1.2.0",
                        "production",
                        "1.1.0",
                        NOW.minus(Duration.ofMinutes(3)),
                        "1.2.0",
                        old,
                        Set.of("database"))),
                List.of());
        assertThat(first().remedy().subject()).isEqualTo(old);
        assertThat(first().remedy().says()).contains("the version before it, 1.1.0 (commit 0123456789), to production");
    }

    @ParameterizedTest
    @CsvSource({"-1", "121"})
    void a_change_after_the_failure_or_long_before_it_is_no_cause(int minutes) {
        problems = List.of(new Problem("database", "answers", "no", NOW));
        past = new Past(
                null,
                List.of(new Change(
                        RUN,
                        "update-system",
                        "2",
                        "",
                        "",
                        NOW.minus(Duration.ofMinutes(minutes)),
                        null,
                        null,
                        Set.of())),
                List.of());
        assertThat(causes().ranked()).isEmpty();
    }

    @Test
    void files_that_nobody_deployed_come_before_the_unit_that_they_stopped() {
        type = IssueType.CONFIGURATION_ISSUE;
        host = host("failed", "");
        drift = Map.of("api-1", List.of("appsettings.json is changed"));
        assertThat(first().toString())
                .isEqualTo(
                        "the configuration of api-1 is not the deployed version 1.1.0 (94): appsettings.json is changed");
        assertThat(chosen()).isEqualTo("deploy-version");
    }

    @ParameterizedTest
    @CsvSource({
        "true,  2, 5,   90, end-session",
        "false, 2, 5,   75, ask end-session",
        "true,  0, 600, 60, end-session",
        "false, 0, 600, 45, ''",
        "true,  0, 5,   0,  ''",
    })
    void open_transactions(boolean idle, int blocks, long seconds, int score, String remedy) {
        type = IssueType.PERFORMANCE_DEGRADATION;
        database = new DatabaseLook(
                "database",
                "",
                20,
                List.of(new DatabaseLook.Session("7-1", "queue", idle, seconds, blocks, "lock table tickets")));
        assertThat(causes().ranked().stream().mapToInt(Cause::score).sum()).isEqualTo(score);
        assertThat(chosen()).isEqualTo(remedy);
    }

    @Test
    void exhausted_connections_and_stores_that_do_not_answer_are_causes() {
        database = new DatabaseLook("database", "", 97, List.of());
        cache = new CacheLook("cache", "refused", null);
        assertThat(causes().ranked())
                .extracting(Cause::says)
                .containsExactly("cache does not answer", "the connections of database are nearly exhausted");
        database = new DatabaseLook("database", "timeout", null, List.of());
        assertThat(first().says()).isEqualTo("database does not answer");
    }

    @ParameterizedTest
    @CsvSource({
        "PERFORMANCE_DEGRADATION, 3, 2, 74, hold up 2 others",
        "PERFORMANCE_DEGRADATION, 3, 0, 45, is hidden from the login upkeep",
        "PERFORMANCE_DEGRADATION, 0, 0, 0,  ''",
        "SERVICE_FAILURE,         3, 2, 74, hold up 2 others",
        "SERVICE_FAILURE,         3, 0, 0,  ''",
    })
    void what_is_hidden_is_told_and_nothing_is_concluded_from_it(
            IssueType issue, int hidden, int blocks, int score, String says) {
        type = issue;
        database =
                new DatabaseLook("database", "", 20, List.of(), new DatabaseLook.Sight("upkeep", true, hidden, blocks));
        assertThat(causes().ranked().stream().mapToInt(Cause::score).sum()).isEqualTo(score);
        assertThat(causes().ranked()).allSatisfy(cause -> {
            assertThat(cause.says()).contains(says);
            assertThat(cause.because()).contains("GRANT pg_monitor TO upkeep");
        });
        assertThat(chosen()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ROLLBACK_ISSUE, ROLLBACK_FAILED, 40%, resume-run",
        "ROLLBACK_ISSUE, ROLLBACK_FAILED, 99%, 'clean-logs, resume-run'",
        "UPDATE_FAILURE, NEEDS_ATTENTION, 99%, 'clean-logs, ask resume-run'",
        "UPDATE_FAILURE, ROLLED_BACK,     40%, ''",
    })
    void a_run_goes_on_when_what_stopped_it_is_gone_or_removed(
            IssueType issue, String state, String used, String remedies) {
        type = issue;
        host = host("active", "@@inodes\n F 1 1 1 %s /\n".formatted(used));
        past = new Past(
                new FailedRun(RUN, "update-system", state, "undo-update", "no room", false), List.of(), List.of());
        assertThat(chosen()).isEqualTo(remedies);
    }

    @ParameterizedTest
    @CsvSource({"ROLLBACK_FAILED, resume-run", "ROLLED_BACK, ask deploy-version"})
    void hosts_that_are_half_undone_are_mended_by_the_rollback_that_goes_on(String state, String remedies) {
        type = IssueType.ROLLBACK_ISSUE;
        problems = List.of(ILL);
        drift = Map.of("api-1", List.of("appsettings.json is changed"));
        past = new Past(
                new FailedRun(RUN, "deploy", state, "undo-deploy", "api-1 was away", false), List.of(), List.of());

        assertThat(chosen()).isEqualTo(remedies);
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRED,  no such backup,                     true,  92, ask restore-backup",
        "EXPIRED,  no such backup,                     false, 92, ''",
        "BROKEN,   the service does not answer,        true,  55, resume-run",
        "VERIFIED, NoSuchKey: config/1.manifest.json,  true,  92, ask restore-backup",
        "VERIFIED, the backup store does not answer,   true,  0,  resume-run",
        "FAILED,   the backup store does not answer,   true,  0,  resume-run",
        "EXPIRED,  503 of the bucket queue-backups,    true,  55, resume-run",
    })
    void a_rollback_whose_backup_is_missing_does_not_go_on_and_another_is_restored_beside_after_a_yes(
            String state, String failure, boolean hasOther, int score, String remedies) {
        type = IssueType.ROLLBACK_ISSUE;
        UUID other = UUID.fromString("11111111-6f4c-4c55-9d4b-0f7c3a3b1c2d");
        past = new Past(
                new FailedRun(RUN, "deploy", "ROLLBACK_FAILED", "undo-deploy", failure, false),
                List.of(),
                List.of(),
                List.of(new RunBackup(
                        RUN,
                        "configuration",
                        state,
                        "config/1.tar",
                        "config/1.manifest.json",
                        "retention",
                        NOW,
                        hasOther ? new ProvenBackup(other, "config/0.manifest.json", NOW.minusSeconds(60)) : null)),
                List.of());

        assertThat(chosen()).isEqualTo(remedies);
        assertThat(causes().ranked().stream()
                        .filter(cause -> cause.key().equals("backup-missing " + RUN))
                        .mapToInt(Cause::score)
                        .sum())
                .isEqualTo(score);
        if (score == 92) {
            assertThat(first().because())
                    .contains(state, "archive config/1.tar", "manifest config/1.manifest.json")
                    .contains(hasOther ? other + " of 2026-11-02T02:59:00Z, manifest config/0" : "undo by hand");
        }
    }

    @Test
    void half_installed_packages_are_repaired_only_after_a_yes() {
        type = IssueType.UPDATE_FAILURE;
        host = host("active", "@@broken\n  libssl3\n");
        assertThat(first().says()).isEqualTo("packages of api-1 are half installed");
        assertThat(chosen()).isEqualTo("ask repair-packages");
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE_FAILURE,  '', 'unattended-upgr (4711) has it; let it end', ''",
        "UPDATE_FAILURE,  update-system, has it; run 0b0e1d9e-6f4c-4c55-9d4b-0f7c3a3b1c2d of update-system is at work there, ''",
        "SERVICE_FAILURE, '', 'unattended-upgr (4711) has it; let it end', restart-service",
    })
    void packages_are_not_repaired_while_another_program_installs_them(
            IssueType issue, String pipeline, String because, String remedies) {
        type = issue;
        host = host(
                issue == IssueType.SERVICE_FAILURE ? "failed" : "active",
                "@@broken\n  libssl3\n@@package-locks\n 4711 unattended-upgr\n");
        if (!pipeline.isEmpty()) {
            past = new Past(null, List.of(), List.of(new HeldLock("api-1", RUN, "RUNNING", pipeline, "run", null)));
        }
        assertThat(chosen()).isEqualTo(remedies);
        assertThat(causes().ranked())
                .filteredOn(cause -> cause.key().startsWith("packages"))
                .singleElement()
                .satisfies(cause -> {
                    assertThat(cause.says()).isEqualTo("another program holds the lock of apt and dpkg on api-1");
                    assertThat(cause.because()).contains(because);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (apt), another program held the lock",
        "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), another program held the lock",
        "dpkg: error: dpkg frontend lock was locked by another process with pid 4711, another program held the lock",
        "E: Unable to lock directory /var/lib/apt/lists/, another program held the lock",
        "dpkg: error processing package libc6:amd64 (--configure):, package libc6:amd64 could not be installed",
        "E: Sub-process /usr/bin/dpkg returned an error code (1), a package could not be installed",
        "the disk is full, ''",
    })
    void what_apt_told_the_run_that_failed_is_a_cause(String failure, String says) {
        type = IssueType.UPDATE_FAILURE;
        past = new Past(
                new FailedRun(RUN, "update-system", "ROLLED_BACK", "update", failure, false), List.of(), List.of());
        assertThat(first().says()).startsWith(says.isEmpty() ? "step update of update-system failed" : says);
        assertThat(chosen()).isEmpty();
    }

    @Test
    void a_lock_whose_run_is_over_is_given_back() {
        type = IssueType.UPDATE_FAILURE;
        past = new Past(
                null, List.of(), List.of(new HeldLock("api-1", RUN, "SUCCEEDED", "update-system", "run", null)));
        assertThat(chosen()).isEqualTo(Kind.CLEAR_LOCK.word());
    }

    @Test
    void only_what_belongs_to_the_target_counts() {
        scope = Set.of("queue-api-2", "api-2");
        host = host("failed", "");
        problems = List.of(ILL);
        assertThat(causes().ranked()).isEmpty();
    }

    @Test
    void a_problem_is_gone_when_nothing_of_it_is_critical_and_its_cause_is_not_found() {
        host = host("failed", "");
        Issue issue = new Issue(type, null, "", scope, List.of(API), NOW, false);
        Evidence after =
                new Evidence(issue, List.of(ILL), Map.of("api-1", host), past, drift, Version.NONE, database, cache);
        assertThat(Verification.left(after, Causes.of(after), List.of("service-stopped queue-api-1")))
                .containsExactly("queue-api-1 http: HTTP 500", "virtual-queue-api on api-1 is not running");
    }

    @ParameterizedTest
    @CsvSource({
        "update-system needs a person, false, UPDATE_FAILURE",
        "deploy-configuration failed and was undone, false, CONFIGURATION_ISSUE",
        "'update-system failed, and so did its rollback', true, ROLLBACK_ISSUE",
        "the API is slow since noon, false, PERFORMANCE_DEGRADATION",
        "queue-api-1 does not answer, false, SERVICE_FAILURE",
    })
    void the_type_is_guessed_from_the_words(String about, boolean rollbackFailed, IssueType guess) {
        assertThat(IssueType.guess(about, rollbackFailed)).isEqualTo(guess);
    }
}
