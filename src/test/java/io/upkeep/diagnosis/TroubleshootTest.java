package io.upkeep.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.ApprovalRequest;
import io.upkeep.incident.Incident;
import io.upkeep.incident.IncidentReport;
import io.upkeep.incident.Incidents;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.StepRecord;
import io.upkeep.sandbox.S3Part;
import io.upkeep.sandbox.SandboxPart;
import io.upkeep.sandbox.SshHost;
import io.upkeep.sandbox.VirtualQueueApi;
import io.upkeep.update.UpdatePipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class TroubleshootTest extends UpdatePipelines {

    @Autowired
    private TroubleshootingRequests requests;

    @Autowired
    private Incidents incidents;

    @Autowired
    private EvidenceRecords records;

    @Autowired
    private ApprovalDesk desk;

    @Autowired
    private Troubleshooting troubleshooting;

    private Incident incident(String title) {
        return incident("person", title);
    }

    private Incident incident(String kind, String title) {
        return incidents.report(new IncidentReport(kind + ":" + UUID.randomUUID(), kind, title, "test", "", null));
    }

    private Incident now(Incident incident) {
        return incidents.find(incident.id()).orElseThrow();
    }

    private String told(Incident incident, String what) {
        return incidents.timeline(incident.id()).stream()
                .filter(entry -> entry.what().equals(what))
                .map(Incident.Entry::text)
                .findFirst()
                .orElse("");
    }

    private List<String> told(Incident incident) {
        return incidents.timeline(incident.id()).stream()
                .map(Incident.Entry::what)
                .toList();
    }

    private Run troubleshoot(Incident incident, String type, String target) {
        return atRest(request(incident, type, "", target));
    }

    private Run request(Incident incident, String type, String run, String target) {
        Map<String, String> parameters = Map.of(
                "type",
                type,
                "run",
                run,
                "target",
                target,
                "incident",
                incident.id().toString());
        return runs.request(new RunRequest("troubleshoot", parameters, "person:eve", null));
    }

    /** Of that run alone: incidents may be looked into by themselves meanwhile. */
    private ApprovalRequest proposal(Run asked) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> desk.waiting().stream()
                                .filter(request -> asked.id()
                                        .equals(journal.find(request.run())
                                                .orElseThrow()
                                                .parent()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void a_service_that_stopped_is_found_started_again_and_proven_to_answer() {
        SandboxPart api = SANDBOX.part("queue-api-1");
        api.breakWith(VirtualQueueApi.CRASHED);
        Incident incident = incident("queue-api-1 does not answer");

        Run run = succeeded(troubleshoot(incident, "service_failure", "queue-api-1"));

        assertThat(says(run, "identify/look-before/gather-before/look-at-hosts[0]"))
                .isEqualTo("looked at 1 host");
        assertThat(says(run, "identify/look-before/gather-before/look-at-configuration[3]"))
                .isEqualTo("no hosts differ");
        assertThat(told(incident, "causes").lines().findFirst().orElse(""))
                .startsWith("virtual-queue-api on api-1 is not running (90): it is failed");
        assertThat(told(incident))
                .containsExactly("opened", "troubleshooting", "evidence", "causes", "done", "resolved");
        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
        assertThat(now(incident).resolution()).startsWith("the problem is gone");
    }

    @Test
    void a_look_that_is_cut_off_is_no_evidence() throws IOException {
        Path looking = host("api-1").path("run/sandbox/looking");
        Path shim = host("api-1").root().resolve("../../shims/sha256sum").normalize();
        Files.writeString(shim, """
                #!/bin/sh
                case "$PWD" in */api-1/app/config)
                  touch '%1$s'
                  while [ -e '%1$s' ]; do sleep 0.2; done
                  exit 1 ;;
                esac
                exec /usr/bin/sha256sum "$@"
                """.formatted(looking));
        assertThat(shim.toFile().setExecutable(true)).isTrue();
        try {
            Run run = request(incident("queue-api-1 is odd"), "service_failure", "", "queue-api-1");
            // Runs that look into incidents by themselves look there, too.
            await().atMost(Duration.ofMinutes(2)).until(() -> looksAtConfiguration(run) && Files.exists(looking));

            runs.cancel(run.id(), "ada");

            Run over = atRest(run);
            assertThat(journal.steps(over.id()))
                    .filteredOn(TroubleshootTest::looksAtConfiguration)
                    .extracting(StepRecord::state)
                    .containsExactly(StepRecord.State.FAILED);
            assertThat(records.of(over.id(), 1)).doesNotContainKey("drift");
        } finally {
            Files.delete(shim);
            Files.deleteIfExists(looking);
        }
    }

    private boolean looksAtConfiguration(Run run) {
        return journal.steps(run.id()).stream().anyMatch(TroubleshootTest::looksAtConfiguration);
    }

    private static boolean looksAtConfiguration(StepRecord step) {
        return step.key().toString().endsWith("gather-before/look-at-configuration[3]");
    }

    @Test
    void a_service_that_answers_again_before_anything_was_done_is_told_so_and_nothing_is_changed() {
        SandboxPart api = SANDBOX.part("queue-api-1");
        api.breakWith(VirtualQueueApi.ERRORS);
        atRest(runs.request(new RunRequest("check-system-health", Map.of("backup", "present"), "person:eve", null)));
        api.heal();
        Incident incident = incident("probe", "queue-api-1 answers with errors");

        succeeded(troubleshoot(incident, "configuration_issue", "queue-api-1"));

        assertThat(told(incident)).containsExactly("opened", "troubleshooting", "evidence", "causes", "resolved");
        assertThat(now(incident).resolution())
                .startsWith("the problem was gone before anything was done, and nothing was changed: ")
                .contains("queue-api-1 answers was critical last at", "is well again");
    }

    @Test
    void what_a_person_feels_and_nobody_ever_measured_is_handed_on() {
        Incident incident = incident("calls are slow");

        // nothing of it is broken by the other tests, so that nothing could have gone away by itself
        Run run = troubleshoot(incident, "performance_degradation", "staging-1");

        assertThat(run.failedStep()).as(run.failure()).isEqualTo("analyse");
        assertThat(run.state()).as(run.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(told(incident, "handed-on")).contains("no cause was found");
        assertThat(told(incident)).as("nothing was tried").doesNotContain("tried");
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);
    }

    @Test
    void a_service_that_cannot_be_started_is_handed_to_a_person_and_its_incident_stays_open() {
        SANDBOX.breakPart("queue-api-2", VirtualQueueApi.STUCK);
        Incident incident = incident("queue-api-2 does not answer");

        Run run = troubleshoot(incident, "service_failure", "queue-api-2");

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("solve-service-failure/remedy/restart-service[0]");
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);
        assertThat(told(incident, "handed-on")).contains("the address is in use");
        assertThat(told(incident, "tried")).startsWith("tried: start virtual-queue-api on api-2 again; it failed: ");
    }

    @Test
    void a_rollback_in_the_middle_of_a_remedy_is_an_answer_and_no_failure_of_the_remedy() throws IOException {
        SANDBOX.part("queue-api-1").breakWith(VirtualQueueApi.CRASHED);
        Incident incident = incident("queue-api-1 does not answer");
        Path begun = host("api-1").path("run/sandbox/remedy-begun");
        Path mkdir = host("api-1").root().resolve("../../shims/mkdir").normalize();
        Files.writeString(mkdir, """
                #!/bin/sh
                case "$*" in */trouble-*) : >%s; exec sleep 600 ;; esac
                exec /bin/mkdir "$@"
                """.formatted(begun));
        assertThat(mkdir.toFile().setExecutable(true)).isTrue();
        Run run;
        try {
            run = request(incident, "service_failure", "", "queue-api-1");
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(begun));
        } finally {
            Files.delete(mkdir);
        }

        runs.rollBack(run.id(), "person:ada");

        run = atRest(run);
        Files.deleteIfExists(begun);
        assertThat(run.state()).as(run.reason()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("solve-service-failure/remedy/restart-service[0]");
        assertThat(told(incident)).contains("handed-on").doesNotContain("tried");
        assertThat(about(incident)).hasSize(1);
    }

    @Test
    void
            a_service_that_runs_and_answers_with_errors_is_restarted_only_after_a_yes_and_handed_on_when_that_does_not_help() {
        SANDBOX.breakPart("queue-api-1", VirtualQueueApi.ERRORS);
        Incident incident = incident("queue-api-1 answers with errors");
        Run asked = request(incident, "service_failure", "", "queue-api-1");

        ApprovalRequest proposal = proposal(asked);
        assertThat(proposal.plan().parameters())
                .containsEntry("remedy", "restart-service")
                .containsEntry("place", "api-1")
                .containsEntry("subject", "virtual-queue-api");
        desk.approve(proposal.run(), "ada", proposal.plan().hash(), "nobody waits in the queue now");

        Run run = atRest(asked);
        assertThat(run.failedStep()).as(run.failure()).isEqualTo("verify");
        assertThat(told(incident)).contains("proposed", "done", "handed-on").doesNotContain("resolved");
        assertThat(told(incident, "handed-on")).contains("the problem is not gone", "HTTP 500");
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);
    }

    @Test
    void a_configuration_that_was_changed_by_hand_is_replaced_by_the_deployed_version() {
        succeeded(run("deploy-configuration", Map.of("version", "1.1.0", "environment", "production")));
        host("api-1").write("app/config/appsettings.json", "{ not json");
        SANDBOX.queues().get(0).systemctl("restart", VirtualQueueApi.UNIT);
        Incident incident = incident("configuration trouble");

        succeeded(troubleshoot(incident, "configuration_issue", ""));

        assertThat(told(incident, "causes"))
                .startsWith(
                        "the configuration of api-1 is not the deployed version 1.1.0 (94): appsettings.json is changed");
        assertThat(host("api-1").read("app/config/appsettings.json")).contains("1.1.0");
        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
    }

    @Test
    void a_configuration_put_right_does_not_hide_that_something_else_is_wrong() {
        succeeded(run("deploy-configuration", Map.of("version", "1.1.0", "environment", "production")));
        host("api-2").write("app/config/by-hand.json", "{}");
        SANDBOX.breakPart("web-1", SshHost.DISK_FULL);
        Incident incident = incident("configuration trouble");

        Run run = troubleshoot(incident, "configuration_issue", "");

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(host("api-2").path("app/config/by-hand.json")).doesNotExist();
        assertThat(told(incident, "handed-on")).contains("the problem is not gone", "web-1 disk");
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);
    }

    @Test
    void what_did_not_help_is_told_and_the_next_causes_remedy_is_proposed_and_helps_after_a_yes() {
        succeeded(run("deploy-configuration", Map.of("version", "1.1.0", "environment", "production")));
        host("api-2").write("app/config/by-hand.json", "{}");
        SANDBOX.breakPart("web-1", SshHost.LOGS_FULL);
        Incident incident = incident("configuration trouble");

        Run first = troubleshoot(incident, "configuration_issue", "");

        assertThat(first.failedStep()).as(first.failure()).isEqualTo("verify");
        assertThat(told(incident, "tried"))
                .startsWith("tried: deploy version 1.1.0 to production again; it did not help: ")
                .contains(
                        "proposed now: remove rotated logs and the package cache on web-1, because the disk / of web-1 is full");
        Run second = about(incident).stream()
                .filter(run -> run.requestedBy().equals("run:" + first.id()))
                .findFirst()
                .orElseThrow();
        assertThat(told(incident, "tried")).contains("run " + second.id() + " looks again");
        ApprovalRequest proposal = proposal(second);
        assertThat(proposal.plan().parameters())
                .containsEntry("remedy", "clean-logs")
                .containsEntry("place", "web-1");
        desk.approve(proposal.run(), "ada", proposal.plan().hash(), "old logs may go");

        succeeded(atRest(second));
        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
        assertThat(about(incident)).hasSize(2);
    }

    @Test
    void a_transaction_that_holds_up_others_while_its_program_does_nothing_is_ended() throws Exception {
        Incident incident = incident("calls are slow");
        try (Holder idle = Holder.idle(SANDBOX);
                Holder waiting = Holder.waiting(SANDBOX)) {
            succeeded(troubleshoot(incident, "performance_degradation", ""));
            assertThat(idle.isOpen()).isFalse();
            assertThat(waiting.ended()).succeedsWithin(Duration.ofSeconds(30));
        }
        assertThat(told(incident, "causes"))
                .startsWith("a transaction of virtual_queue in database holds up 1 others (90): idle");
        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
    }

    @Test
    void a_transaction_at_work_is_ended_only_after_a_yes_and_a_no_hands_the_incident_on() throws Exception {
        Incident incident = incident("calls are slow");
        try (Holder working = Holder.working(SANDBOX);
                Holder waiting = Holder.waiting(SANDBOX)) {
            Run asked = request(incident, "performance_degradation", "", "");
            desk.reject(proposal(asked).run(), "ada", "the nightly report, it ends at six");

            assertThat(atRest(asked).state()).isEqualTo(RunState.ROLLED_BACK);
            assertThat(working.isOpen()).isTrue();
            assertThat(waiting.ended()).isNotDone();
        }
        assertThat(told(incident, "proposed")).contains("end the session");
        assertThat(told(incident, "handed-on")).contains("apply-remedy");
        assertThat(told(incident)).as("a no is an answer").doesNotContain("tried");
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);
    }

    @Test
    void what_a_login_without_rights_may_not_see_is_told_as_hidden_and_seen_once_it_is_granted() throws Exception {
        Incident incident = incident("calls are slow");
        Incident again = incident("calls are slow, and somebody may look now");
        try (Holder hidden = Holder.ofSuperuser(SANDBOX);
                Holder waiting = Holder.waiting(SANDBOX)) {
            Run blind = troubleshoot(incident, "performance_degradation", "");
            assertThat(blind.failedStep()).as(blind.failure()).isEqualTo("analyse");
            assertThat(told(incident, "causes"))
                    .startsWith(
                            "sessions of database that the login virtual_queue may not look into hold up 1 others (74)")
                    .contains("GRANT pg_monitor TO virtual_queue, as a superuser");
            assertThat(told(incident, "evidence"))
                    .contains(
                            "the login virtual_queue may see, which may not see other sessions' statements (1 are hidden)");
            assertThat(hidden.isOpen()).isTrue();

            SANDBOX.postgres().administer("grant pg_monitor to virtual_queue");
            Run seeing = troubleshoot(again, "performance_degradation", "");
            // to end a superuser's session takes a superuser
            assertThat(seeing.failedStep()).as(seeing.failure()).startsWith("solve-performance-degradation");
            assertThat(told(again, "causes"))
                    .startsWith("a transaction of postgres in database holds up 1 others (90): idle");
            assertThat(told(again, "evidence")).doesNotContain("hidden");
            assertThat(waiting.ended()).isNotDone();
        } finally {
            SANDBOX.postgres().administer("revoke pg_monitor from virtual_queue");
        }
    }

    @Test
    void an_update_that_failed_for_a_full_disk_finds_room_again() {
        SANDBOX.breakPart("api-1", SshHost.LOGS_FULL);
        Incident incident = incident("the update of api-1 failed");

        succeeded(troubleshoot(incident, "update_failure", "api-1"));

        assertThat(told(incident, "causes")).startsWith("the disk / of api-1 is full (92)");
        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
    }

    @Test
    void packages_that_stay_half_installed_are_handed_to_a_person() {
        String before = host("api-2").read("var/lib/dpkg/installed");
        SANDBOX.breakPart("api-2", SshHost.APT_BROKEN);
        host("api-2")
                .write(
                        "var/lib/dpkg/installed",
                        before.replace(
                                "libssl3 3.0.14-1~deb12u2 installed", "libssl3 3.0.15-1~deb12u1 half-configured"));
        Incident incident = incident("the update of api-2 failed");
        Run asked = request(incident, "update_failure", "", "api-2");
        ApprovalRequest proposal = proposal(asked);
        desk.approve(proposal.run(), "ada", proposal.plan().hash(), "go on");

        Run run = atRest(asked);
        host("api-2").write("var/lib/dpkg/installed", before);

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(told(incident, "causes")).startsWith("packages of api-2 are half installed (88)");
        assertThat(told(incident, "handed-on")).contains("apply-remedy");
    }

    @Test
    void packages_that_dpkg_was_cut_off_at_are_finished_after_a_yes() {
        SANDBOX.breakPart("api-2", SshHost.DPKG_INTERRUPTED);
        Incident incident = incident("the update of api-2 failed");
        Run asked = request(incident, "update_failure", "", "api-2");
        ApprovalRequest proposal = proposal(asked);
        assertThat(proposal.plan().parameters()).containsEntry("remedy", "repair-packages");
        desk.approve(proposal.run(), "ada", proposal.plan().hash(), "go on");

        succeeded(atRest(asked));

        assertThat(told(incident, "causes"))
                .startsWith("packages of api-2 are half installed (88)")
                .contains("libssl3; dpkg was interrupted");
        assertThat(host("api-2").read("var/lib/dpkg/installed")).doesNotContain("half-configured");
        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
    }

    @Test
    void an_update_that_failed_for_a_locked_apt_names_who_holds_the_lock_and_later_that_nobody_does() {
        SANDBOX.breakPart("api-1", SshHost.APT_LOCKED);
        Run update = run("apply-security-updates", Map.of());
        assertThat(update.failure()).contains("Could not get lock");
        Incident incident = incident("the update of api-1 failed");

        Run held = atRest(request(incident, "update_failure", update.id().toString(), ""));

        assertThat(held.failedStep()).as(held.failure()).isEqualTo("analyse");
        assertThat(told(incident, "causes"))
                .startsWith(
                        "another program holds the lock of apt and dpkg on api-1 (89): unattended-upgr (4711) has it");
        assertThat(told(incident, "evidence")).contains("apt and dpkg locked by unattended-upgr (4711)");
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);

        SANDBOX.healAll();
        Incident later = incident("the update of api-1 failed, as I see now");
        succeeded(atRest(request(later, "update_failure", update.id().toString(), "")));
        assertThat(told(later, "causes"))
                .startsWith("another program held the lock of apt and dpkg when step update/upgrade[0]")
                .contains("nobody holds it now: ask for the update again");
    }

    @Test
    void an_update_that_failed_for_a_package_that_dpkg_could_not_configure_names_it() {
        SANDBOX.breakPart("api-1", SshHost.APT_BROKEN);
        Run update = run("apply-security-updates", Map.of());
        Incident incident = incident("the update failed");

        atRest(request(incident, "update_failure", update.id().toString(), ""));

        assertThat(told(incident, "causes"))
                .contains("package libssl3 could not be installed by step update/upgrade[0]");
    }

    @Test
    void a_rollback_that_failed_goes_on_when_its_cause_is_gone_and_asks_again_when_it_is_not() {
        SANDBOX.breakPart("queue-api-2", VirtualQueueApi.STUCK);
        Run deployment = run("deploy-configuration", Map.of("version", "1.1.0", "environment", "production"));
        assertThat(deployment.state()).isEqualTo(RunState.ROLLBACK_FAILED);
        Incident incident = incidents.newest(false, 50).stream()
                .filter(open -> deployment.id().equals(open.run()))
                .findFirst()
                .orElseThrow();

        Run inVain = atRest(request(incident, "rollback_issue", deployment.id().toString(), ""));
        assertThat(inVain.state()).as(inVain.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(current(deployment).state()).isEqualTo(RunState.ROLLBACK_FAILED);
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);
        assertThat(told(incident, "handed-on")).contains("is ROLLBACK_FAILED");

        SANDBOX.healAll();
        succeeded(atRest(request(incident, "rollback_issue", deployment.id().toString(), "")));
        assertThat(current(deployment).state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
    }

    @Test
    void a_rollback_whose_backup_is_gone_names_it_and_another_is_restored_beside_what_is_there_after_a_yes() {
        UUID proven = backupOf(succeeded(run("back-up-configuration", Map.of())));
        UUID gone = backupOf(succeeded(run("back-up-configuration", Map.of())));
        UUID stuck = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, started_at, finished_at,
                            failed_step, failure, reason)
                        VALUES (:stuck, 'deploy-configuration', 'ROLLBACK_FAILED', '{}', 'person:eve', now(), now(), now(), 'deploy',
                            'no answer', 'the rollback route failed: the backup is gone')
                        """).param("stuck", stuck).update();
        jdbc.sql("UPDATE backup SET run_id = :stuck, state = 'EXPIRED', reason = 'retention' WHERE id = :gone")
                .param("stuck", stuck)
                .param("gone", gone)
                .update();
        jdbc.sql("UPDATE backup SET state = 'VERIFIED' WHERE id = :proven")
                .param("proven", proven)
                .update();
        Incident incident = incident("the rollback of a deployment failed");
        Run asked = request(incident, "rollback_issue", stuck.toString(), "");

        ApprovalRequest proposal = proposal(asked);
        assertThat(proposal.plan().parameters())
                .containsEntry("remedy", "restore-backup")
                .containsEntry("place", "rollback-" + stuck)
                .containsEntry("subject", proven.toString());
        desk.approve(proposal.run(), "ada", proposal.plan().hash(), "it lies beside what is there");

        Run handedOn = atRest(asked);
        assertThat(journal.newest("restore-files", 1)).allSatisfy(run -> {
            assertThat(run.parent()).isEqualTo(proposal.run());
            assertThat(run.state()).as(run.failure()).isEqualTo(RunState.SUCCEEDED);
        });
        assertThat(handedOn.failedStep()).as(handedOn.failure()).isEqualTo("verify");
        assertThat(incidents.timeline(incident.id()).toString())
                .contains(gone.toString(), "EXPIRED", "retention", ".manifest.json", proven.toString());
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);
        runs.cancel(stuck, "person:eve");
    }

    @Test
    void a_backup_that_is_lacking_is_taken_and_one_that_cannot_be_taken_is_handed_on() {
        SANDBOX.s3().empty(S3Part.BACKUP_BUCKET);
        SANDBOX.breakPart("web-1", SshHost.DOWN);
        Incident incident = incident("backup-present of backups is critical");

        Run failed = troubleshoot(incident, "service_failure", "backups");

        assertThat(failed.state()).as(failed.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(failed.failedStep()).isEqualTo("solve-service-failure/remedy/take-backup[0]");
        assertThat(told(incident, "causes"))
                .contains(
                        "backups has no good and recent backup of the configuration (80): no backup of configuration in the last 7 days");
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);

        SANDBOX.healAll();
        Run run = succeeded(troubleshoot(incident, "service_failure", "backups"));

        assertThat(journal.newest("back-up-configuration", 1)).allSatisfy(backup -> {
            assertThat(backup.parent()).isEqualTo(run.id());
            assertThat(backup.state()).as(backup.failure()).isEqualTo(RunState.SUCCEEDED);
        });
        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
        assertThat(now(incident).resolution()).startsWith("the problem is gone");
    }

    private UUID backupOf(Run run) {
        return jdbc.sql("SELECT id FROM backup WHERE run_id = :run")
                .param("run", run.id())
                .query(UUID.class)
                .single();
    }

    @Test
    void a_new_incident_of_a_type_that_is_named_is_looked_into_by_itself_and_only_once() {
        // whatever other tests left behind is news as well, and its remedies would help this one's service
        troubleshooting.lookIntoNews();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> journal.newest("troubleshoot", 100).stream()
                        .allMatch(run -> run.state().isAtRest()
                                || (run.state().waits() && run.reason().endsWith("of apply-remedy"))));
        SANDBOX.breakPart("queue-api-2", VirtualQueueApi.CRASHED);
        Incident incident = incident("queue-api-2 does not answer");
        Incident other = incident("the update of api-1 is stuck");

        troubleshooting.lookIntoNews();
        Run run = atRest(about(incident).get(0));
        troubleshooting.lookIntoNews();

        assertThat(run.parameters()).containsEntry("target", "queue-api-2").containsEntry("type", "service_failure");
        assertThat(succeeded(run).requestedBy()).isEqualTo("incident:" + incident.id());
        assertThat(about(incident)).hasSize(1);
        assertThat(about(other)).isEmpty();
        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
    }

    @Test
    void a_security_finding_is_not_looked_into_and_does_not_end_because_all_probes_are_well() {
        Incident incident = incident("security", "api-1: root logged in after 30 failed attempts");

        troubleshooting.lookIntoNews();
        assertThat(about(incident)).isEmpty();
        assertThatThrownBy(() -> troubleshooting.lookInto(incident.id(), null, "", "ada"))
                .isInstanceOf(DiagnosisFailed.class)
                .hasMessageContaining("it ends when what opened it finds it over, or when a person resolves it");
        Run run = troubleshoot(incident, "service_failure", "api-1");

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failure()).contains("none of them tells of 'api-1: root logged in after 30 failed attempts'");
        assertThat(now(incident).state()).isEqualTo(Incident.State.OPEN);
        assertThat(told(incident)).containsExactly("opened");
    }

    @Test
    void a_proposal_is_withdrawn_when_its_incident_is_over_and_what_made_it_goes_on_to_its_end() {
        SANDBOX.breakPart("queue-api-1", VirtualQueueApi.ERRORS);
        Incident incident = incident("probe", "queue-api-1 answers with errors");
        Run asked = request(incident, "service_failure", "", "queue-api-1");
        ApprovalRequest proposal = proposal(asked);
        assertThatThrownBy(() -> troubleshooting.lookInto(incident.id(), null, "", "ada"))
                .hasMessageContaining("run " + asked.id() + " looks into it already");

        SANDBOX.part("queue-api-1").heal();
        incidents.resolve(incident.id(), "probe", "it is well again");
        troubleshooting.tidy();

        succeeded(atRest(asked));
        Run withdrawn = journal.find(proposal.run()).orElseThrow();
        assertThat(withdrawn.state()).isEqualTo(RunState.CANCELLED);
        assertThat(withdrawn.reason()).contains("incident " + incident.id() + ", which is over");
        assertThat(told(incident)).doesNotContain("done", "handed-on");
    }

    @Test
    void several_incidents_of_one_target_are_looked_into_one_after_another() {
        Incident one = incident("probe", "http of web-1 is critical");
        Incident other = incident("probe", "tls of web-1 is critical");

        await().atMost(Duration.ofMinutes(2)).until(() -> {
            troubleshooting.lookIntoNews();
            return !about(one).isEmpty() && !about(other).isEmpty();
        });

        List<Run> looks = Stream.of(one, other)
                .map(incident -> atRest(about(incident).get(0)))
                .sorted(Comparator.comparing(Run::requestedAt))
                .toList();
        assertThat(looks).extracting(run -> run.parameters().get("target")).containsOnly("web-1");
        assertThat(looks.get(1).requestedAt()).isAfterOrEqualTo(looks.get(0).finishedAt());
    }

    @Test
    void an_incident_about_a_run_that_was_undone_ends_when_the_same_succeeds_later() {
        UUID undone = run("ROLLED_BACK", "a", 60);
        Incident incident = incidents.report(new IncidentReport(
                "troubleshooting:service_failure:" + undone, "troubleshooting", "of a run", "test", "", null));
        run("SUCCEEDED", "a", 90);
        run("SUCCEEDED", "b", 30);
        troubleshooting.tidy();
        assertThat(now(incident).state()).as("earlier, and something else").isEqualTo(Incident.State.OPEN);

        UUID later = run("SUCCEEDED", "a", 20);
        troubleshooting.tidy();

        assertThat(now(incident).state()).isEqualTo(Incident.State.RESOLVED);
        assertThat(now(incident).resolution())
                .isEqualTo("run %s of undone-test, with the same parameters, succeeded since".formatted(later));
    }

    private UUID run(String state, String parameter, int secondsAgo) {
        UUID run = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, finished_at)
                        VALUES (:id, 'undone-test', :state, json_build_object('of', :parameter::text)::jsonb, 'person:test',
                            now() - :ago * interval '1 second', now() - :ago * interval '1 second')
                        """)
                .param("id", run)
                .param("state", state)
                .param("parameter", parameter)
                .param("ago", secondsAgo)
                .update();
        return run;
    }

    @Test
    void what_a_person_asked_for_and_was_refused_before_anything_changed_is_no_news() {
        UUID backup = backupOf(succeeded(run("back-up-configuration", Map.of())));
        Map<String, String> wish =
                Map.of("backup", backup.toString(), "from", "api-1", "host", "web-1", "directory", "/srv/none/monday");
        Run refused = atRest(runs.request(new RunRequest("restore-files-to-host", wish, "person:eve", null)));
        assertThat(refused.failedStep()).isEqualTo("look");
        assertThat(refused.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(news()).doesNotContain(refused.id());
        jdbc.sql("""
                        INSERT INTO step (run_id, phase, path, position, state, attempt, started_at, finished_at)
                        VALUES (:id, 'ROLLBACK', 'verify-put-back', 99, 'FINISHED', 1, now(), now())
                        """).param("id", refused.id()).update();
        assertThat(news()).as("a look undoes nothing").doesNotContain(refused.id());

        jdbc.sql("UPDATE run SET requested_by = 'timer:monday' WHERE id = :id")
                .param("id", refused.id())
                .update();
        assertThat(news()).as("nobody looked at it").contains(refused.id());
        jdbc.sql("UPDATE run SET failed_step = NULL WHERE id = :id")
                .param("id", refused.id())
                .update();
        assertThat(news()).as("a person had it undone").doesNotContain(refused.id());
        jdbc.sql("UPDATE run SET failed_step = 'look' WHERE id = :id")
                .param("id", refused.id())
                .update();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, parent)
                        VALUES (gen_random_uuid(), 'approve-update', 'REJECTED', '{}', 'test', now(), :parent)
                        """).param("parent", refused.id()).update();
        assertThat(news()).as("a person's no is no fault").doesNotContain(refused.id());
    }

    private List<UUID> news() {
        return requests.news(Instant.EPOCH).stream()
                .map(TroubleshootingRequests.Candidate::run)
                .toList();
    }

    @Test
    void a_lock_whose_run_is_over_is_given_back() {
        Run over = succeeded(run("check-system-health", Map.of("backup", "present")));
        jdbc.sql("INSERT INTO lock (name, run_id, holder, since) VALUES ('web-1', :run, 'a run that died', now())")
                .param("run", over.id())
                .update();
        Incident incident = incident("updates wait for web-1");

        succeeded(troubleshoot(incident, "update_failure", "web-1"));

        assertThat(told(incident, "done")).isEqualTo("give the lock of web-1 back");
        assertThat(jdbc.sql("SELECT count(*) FROM lock WHERE name = 'web-1'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private List<Run> about(Incident incident) {
        return journal.newest("troubleshoot", 50).stream()
                .filter(run -> incident.id().toString().equals(run.parameters().get("incident")))
                .toList();
    }
}
