package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.ApprovalRequest;
import io.upkeep.pipeline.InvalidRequest;
import io.upkeep.pipeline.LockDesk;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.sandbox.PostgresPart;
import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.Releases;
import io.upkeep.sandbox.SshHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class TestUpdateTest extends UpdatePipelines {

    private static final String STAGING = "var/lib/kubernetes/staging/deployment-virtual-queue-api.yaml";

    @Autowired
    private ApprovalDesk desk;

    @Autowired
    private LockDesk locks;

    @Autowired
    private TestedReleases tested;

    @Autowired
    private io.upkeep.update.Releases releases;

    private static final List<String> FILES =
            List.of("app/compose/images.env", "var/lib/docker/containers", INSTALLED, "run/sandbox/bad-images");

    private final String before = host("api-1").read(STAGING);
    private final Map<String, String> stagingBefore = FILES.stream()
            .collect(Collectors.toMap(file -> file, file -> host("staging-1").read(file)));
    private final Map<String, String> production = production();

    @AfterEach
    void restore() {
        assertThat(production()).as("tests of a release never touch production").isEqualTo(production);
        host("api-1").write(STAGING, before);
        stagingBefore.forEach((file, text) -> host("staging-1").write(file, text));
        SANDBOX.stagingPostgres().inEstate("""
                DROP TABLE IF EXISTS upkeep_migration;
                DROP INDEX IF EXISTS tickets_priority;
                ALTER TABLE tickets DROP COLUMN IF EXISTS priority;
                """);
        jdbc.sql("DELETE FROM tested_release").update();
    }

    private static Map<String, String> production() {
        Map<String, String> state = new TreeMap<>(Map.of("migrated", String.valueOf(migrated(SANDBOX.postgres()))));
        for (String name : List.of("api-1", "api-2", "web-1")) {
            FILES.forEach(file -> state.put(name + " " + file, host(name).read(file)));
        }
        return state;
    }

    private static boolean migrated(PostgresPart server) {
        return server.count("information_schema.columns WHERE table_name = 'tickets' AND column_name = 'priority'") > 0;
    }

    private void assertStagingIsAsBefore() {
        stagingBefore.forEach((file, text) ->
                assertThat(host("staging-1").read(file)).as(file).isEqualTo(text));
        assertThat(migrated(SANDBOX.stagingPostgres())).isFalse();
        assertThat(host("api-1").read(STAGING)).isEqualTo(before);
    }

    private TestedReleases.State state(String version) {
        return tested.of(version, String.valueOf(releases.read(version).get("sha256")))
                .orElse(null);
    }

    private Run test(String version) {
        return runs.request(new RunRequest("test-update", Map.of("version", version), "person:eve", null));
    }

    private static String waitsForPeople(ApprovalRequest request) {
        return "waits for run %s of approve-update: waits for a yes from operations-lead (ada) and from technical-lead (bob)"
                .formatted(request.run());
    }

    /** The request for people's yes that the tests lead to. */
    private ApprovalRequest asked(Run parent) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> desk.waiting().stream()
                                .filter(request -> request.plan().pipeline().equals("approve-update"))
                                .filter(request -> parent.id()
                                        .equals(journal.find(request.run())
                                                .orElseThrow()
                                                .parent()))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void a_good_release_is_tested_in_staging_and_approved_with_its_report_in_hand() {
        Run run = test("1.1.0");
        ApprovalRequest request = asked(run);

        assertThat(request.plan().parameters().get("report"))
                .contains("release 1.1.0", "all tests passed", "automated tests: passed", "42 passed")
                .contains("p95_ms = 41.0", "pinned by digest", "integration tests: passed");
        assertThat(request.requestedBy()).as("a part of what eve asked for").isEqualTo("person:eve");
        assertThat(request.roles()).containsExactly("operations-lead", "technical-lead");
        assertThat(state("1.1.0")).isEqualTo(TestedReleases.State.PASSED);
        assertThat(host("api-1").read(STAGING)).contains(Releases.image("api", "1.1.0"));
        assertThat(host("staging-1").read("var/lib/docker/containers"))
                .contains("worker " + Releases.image("worker", "1.1.0") + " healthy");
        assertThat(migrated(SANDBOX.stagingPostgres())).isTrue();
        assertThat(request.plan().parameters().get("report"))
                .contains("integration tests: passed\n  | job " + CI.address() + "/operations/virtual-queue/");
        assertThat(CI.started().get(CI.started().size() - 1))
                .containsEntry("ref", "main")
                .containsEntry("version", "1.1.0");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(locks.all())
                        .as(
                                "people decide on what is there: nobody changes staging, and who waits sees for whose answer")
                        .filteredOn(lock ->
                                run.id().equals(lock.run()) && !lock.name().startsWith("pipeline:"))
                        .extracting(LockDesk.Lock::name, LockDesk.Lock::reason)
                        .containsExactly(
                                tuple("database-staging", waitsForPeople(request)),
                                tuple("staging-1", waitsForPeople(request))));
        desk.approve(request.run(), "ada", request.plan().hash(), "report read");
        desk.approve(request.run(), "bob", request.plan().hash(), "report read");

        succeeded(atRest(run));
        assertThat(locks.all()).extracting(LockDesk.Lock::name).doesNotContain("staging-1", "database-staging");
        assertThat(state("1.1.0")).isEqualTo(TestedReleases.State.APPROVED);
        assertThat(releases.check("1.1.0", "feature")).containsEntry("version", "1.1.0");
        assertThat(host("staging-1").path("var/lib/upkeep/" + run.id())).doesNotExist();
    }

    @Test
    void a_suite_may_be_a_job_of_a_ci_server_whose_failure_rejects_the_release() {
        CI.ends(false);

        Run run = rolledBack(atRest(test("1.1.0")), "decide/judge");

        assertThat(run.failure())
                .contains("automated tests: passed", "integration tests: FAILED, ", "ended with 'failed'")
                .contains(CI.address() + "/operations/virtual-queue/-/pipelines/");
        assertThat(state("1.1.0")).isEqualTo(TestedReleases.State.REJECTED);
        assertStagingIsAsBefore();
    }

    @Test
    void a_security_release_is_tested_with_its_packages_on_the_hosts_of_staging() {
        Releases.file(SANDBOX.directory().resolve("releases"), "1.1.2/release.yaml", """
                type: security
                images:
                  worker: %s
                rollouts:
                  virtual-queue-api/api: %s
                """.formatted(
                        Releases.image("worker", "1.1.0"), Releases.image("api", "1.1.0")));
        Run run = test("1.1.2");
        ApprovalRequest request = asked(run);

        assertThat(host("staging-1").read(INSTALLED)).contains("libssl3 3.0.15-1~deb12u1 installed");
        desk.reject(request.run(), "bob", "not before the holidays");

        rolledBack(atRest(run), "decide/approve");
        assertThat(steps(run))
                .containsSubsequence(
                        "deploy-to-staging/update/upgrade[0]",
                        "deploy-to-staging/roll-images",
                        "undo-roll-images",
                        "undo-update/undo-upgrade[0]",
                        "undo-judge");
        assertStagingIsAsBefore();
    }

    @Test
    void failing_and_slow_tests_reject_a_release_with_the_report_and_staging_goes_back() {
        // broken is what is tested, or what tests it
        for (String broken : List.of(
                "staging-1 " + SshHost.TESTS_FAIL, "staging-1 " + SshHost.TESTS_SLOW, "api-1 " + SshHost.TESTS_FAIL)) {
            String fault = broken.substring(broken.indexOf(' ') + 1);
            SANDBOX.breakPart(broken.substring(0, broken.indexOf(' ')), fault);

            Run run = rolledBack(atRest(test("1.1.0")), "decide/judge");

            assertThat(run.failure())
                    .contains("not approved for production", "integration tests: passed")
                    .contains(
                            fault.equals(SshHost.TESTS_FAIL)
                                    ? "automated tests: FAILED, it ended with exit code 1\n  | staging runs"
                                    : "performance tests: FAILED, p95_ms is 812.0, not <= 300");
            assertThat(state("1.1.0")).isEqualTo(TestedReleases.State.REJECTED);
            assertThat(host("api-1").read("var/log/shims.log")).contains(Releases.image("api", "1.1.0"));
            assertThat(host("api-1").read(STAGING)).isEqualTo(before);
            assertThat(host("staging-1").read("var/log/shims.log")).contains(Releases.image("worker", "1.1.0"));
            assertStagingIsAsBefore();
            SANDBOX.healAll();
        }
    }

    @Test
    void a_release_that_there_is_not_is_refused_when_it_is_asked_for_unless_nobody_can_tell() throws Exception {
        Path directory = SANDBOX.directory().resolve("releases");
        assertThatThrownBy(() -> test("1.0.9"))
                .isInstanceOf(InvalidRequest.class)
                .hasMessageStartingWith("there is no release '1.0.9' in " + directory)
                .hasMessageContaining("1.1.0, 1.1.1")
                .hasMessageEndingWith("write for example version=2.0.0");

        Path away = Files.move(directory, directory.resolveSibling("releases-away"));
        Run run;
        try {
            run = atRest(test("1.0.9"));
        } finally {
            Files.move(away, directory);
        }

        assertThat(run.failedStep()).as(run.failure()).isEqualTo("read-release");
        assertThat(run.failure()).contains("there is no release '1.0.9' in " + directory);
    }

    @Test
    void a_persons_no_rejects_a_release_that_passed() {
        Run run = test("1.1.0");
        ApprovalRequest request = asked(run);
        desk.reject(request.run(), "bob", "not before the holidays");

        rolledBack(atRest(run), "decide/approve");
        assertThat(state("1.1.0")).isEqualTo(TestedReleases.State.REJECTED);
        assertThat(host("api-1").read(STAGING)).isEqualTo(before);
    }

    @Test
    void staging_that_was_ill_before_a_test_may_be_so_after_its_way_back_and_no_person_is_asked() {
        SANDBOX.breakPart("redis", Relay.REFUSING);
        assertThat(SANDBOX.part("redis").state()).isEqualTo(Relay.REFUSING);

        Run run = rolledBack(atRest(test("1.1.0")), "deploy-to-staging/");

        assertThat(says(run, "deploy-to-staging/look-before"))
                .contains("the system is not well", "503", "before anything is changed");
        assertThat(steps(run)).contains("deploy-to-staging/migrate", "undo-migrate", "undo-deploy-to-staging");
        SANDBOX.healAll();
        assertStagingIsAsBefore();
    }

    @Test
    void a_release_that_does_not_even_roll_out_in_staging_is_not_tested() {
        assertThat(rolledBack(atRest(test("1.2.0")), "deploy-to-staging/roll-images")
                        .failure())
                .contains("worker-1 is unhealthy");
        assertStagingIsAsBefore();

        host("staging-1").write("run/sandbox/bad-images", "");
        Run run = rolledBack(atRest(test("1.2.0")), "deploy-to-staging");

        assertThat(run.failure()).contains("exceeded its progress deadline");
        assertThat(host("api-1").read(STAGING)).isEqualTo(before);
        assertThat(steps(run)).doesNotContain("run-automated-tests");
    }
}
