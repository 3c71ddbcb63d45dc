package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.pipeline.RunPlan;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.sandbox.Releases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What each type of release does to the estate, and that all of it comes back when the last part fails. */
class UpdateTypesTest extends UpdatePipelines {

    private static final Path RELEASES = SANDBOX.directory().resolve("releases");
    private static final Path POLICY =
            SANDBOX.directory().resolve("security-policies").resolve("etc/sysctl.d/50-policy.conf");
    private static final String ON_HOST = "etc/sysctl.d/50-policy.conf";
    private static final List<String> HOSTS = List.of("api-1", "api-2", "web-1");
    private static final List<String> FILES = List.of(
            INSTALLED,
            "app/compose/images.env",
            "var/lib/docker/containers",
            "var/lib/kubernetes/deployment-virtual-queue-api.yaml");

    @Autowired
    private ApprovalDesk desk;

    @Autowired
    private TestedReleases tested;

    @Autowired
    private io.upkeep.update.Releases releases;

    private final Map<String, String> before = state();

    @AfterEach
    void restore() throws IOException {
        Files.deleteIfExists(POLICY);
        SANDBOX.postgres().inEstate("DROP TABLE IF EXISTS upkeep_migration; DROP TABLE IF EXISTS of_a_type");
        jdbc.sql("DELETE FROM tested_release").update();
        jdbc.sql("DELETE FROM production_release").update();
        for (String name : HOSTS) {
            Files.deleteIfExists(host(name).path(ON_HOST));
            FILES.forEach(file -> host(name).write(file, before.get(name + " " + file)));
        }
    }

    private static Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        for (String name : HOSTS) {
            FILES.forEach(file -> state.put(name + " " + file, host(name).read(file)));
            state.put(name + " policy", "" + Files.exists(host(name).path(ON_HOST)));
        }
        return state;
    }

    /** The images are the good ones of release 1.1.0, or the sick ones of 1.2.0. */
    private Run update(String type, String images) throws IOException {
        return asked("update-system", Map.of("type", type, "version", approved(type, images)));
    }

    private String approved(String type, String images) throws IOException {
        String version = "3.0-" + type + "-" + images;
        Releases.file(RELEASES, version + "/release.yaml", """
                type: %s
                images: {worker: %s}
                rollouts: {virtual-queue-api/api: %s}
                """.formatted(
                        type, Releases.image("worker", images), Releases.image("api", images)));
        if (!List.of("security", "bugfix").contains(type)) {
            Releases.file(RELEASES, version + "/migrations/001-a.up.sql", "CREATE TABLE of_a_type (id int)");
            Releases.file(RELEASES, version + "/migrations/001-a.down.sql", "DROP TABLE of_a_type");
        }
        Files.createDirectories(POLICY.getParent());
        Files.writeString(POLICY, "kernel.kptr_restrict = 2\n");
        String sha256 = String.valueOf(releases.read(version).get("sha256"));
        tested.say(version, sha256, TestedReleases.State.APPROVED, "fine", UUID.randomUUID());
        return version;
    }

    private Run asked(String pipeline, Map<String, String> parameters) {
        Run asked = runs.request(new RunRequest(pipeline, parameters, "person:eve", null));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> desk.find(asked.id()).isPresent());
        desk.approve(asked.id(), "ada", null, "looked at the plan");
        return atRest(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "security, packages",
        "feature, database",
        "bugfix, ''",
        "performance, database",
        "compliance, packages policies database"
    })
    void a_release_brings_what_belongs_to_its_type_and_nothing_else(String type, String parts) throws IOException {
        Run run = succeeded(update(type, "1.1.0"));

        boolean hasPackages = parts.contains("packages");
        for (String name : HOSTS) {
            String packages = host(name).read(INSTALLED);
            assertThat(packages.contains("libssl3 3.0.15-1~deb12u1 installed"))
                    .as("security updates of %s: %s", name, packages)
                    .isEqualTo(hasPackages);
            assertThat(packages).contains("curl 7.88.1-10+deb12u7 installed");
            assertThat(Files.exists(host(name).path(ON_HOST))).isEqualTo(parts.contains("policies"));
        }
        assertThat(record(run).contains("applied 001-a")).isEqualTo(parts.contains("database"));
        for (String name : List.of("api-1", "api-2")) {
            assertThat(host(name).read("var/lib/docker/containers"))
                    .contains(Releases.image("worker", "1.1.0") + " healthy");
        }
        assertThat(host("api-1").read("var/lib/kubernetes/deployment-virtual-queue-api.yaml"))
                .contains(Releases.image("api", "1.1.0"));
        assertThat(host("web-1").path("var/lib/upkeep/" + run.id())).doesNotExist();
    }

    @Test
    void a_compliance_release_comes_with_its_policies_when_the_run_of_the_month_brings_it() throws IOException {
        approved("compliance", "1.1.0");

        Run run = succeeded(asked("update-system-monthly", Map.of()));

        assertThat(record(run)).contains("release 3.0-compliance-1.1.0", "policy " + ON_HOST);
        for (String name : HOSTS) {
            assertThat(Files.exists(host(name).path(ON_HOST))).as(name).isTrue();
        }
        assertThat(plans.of(new RunRequest("update-major", Map.of(), "person:eve", null))
                        .steps())
                .as("that of the quarter likewise")
                .extracting(RunPlan.PlannedStep::path)
                .contains("apply-system-updates/update-policies");
    }

    @Test
    void a_policy_that_does_not_stay_on_a_host_fails_the_look_at_the_end() throws IOException {
        Path shim = SANDBOX.hosts()
                .host("web-1")
                .tree()
                .root()
                .resolve("../../shims/sysctl")
                .normalize();
        String whole = Files.readString(shim);
        Files.writeString(shim, whole + """
                file="$ROOT/%s"
                case "$ROOT" in */web-1) [ ! -e "$file" ] || echo 'kernel.kptr_restrict = 0' >"$file" ;; esac
                """.formatted(ON_HOST));
        Run run;
        try {
            run = rolledBack(update("compliance", "1.1.0"), "verify");
        } finally {
            Files.writeString(shim, whole);
        }

        assertThat(run.failure()).contains("web-1", "/" + ON_HOST + " is not that of the version");
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "security, undo-update/undo-upgrade[0]",
        "bugfix, undo-roll-images",
        "performance, undo-migrate",
        "compliance, undo-migrate undo-update-policies undo-update/undo-upgrade[0]"
    })
    void a_release_that_does_not_become_healthy_takes_all_of_its_type_back(String type, String undone)
            throws IOException {
        Run run = rolledBack(update(type, "1.2.0"), "apply-" + type + "/roll-images");

        assertThat(host("api-1").read("var/log/shims.log")).contains(Releases.image("worker", "1.2.0"));
        assertThat(state()).isEqualTo(before);
        assertThat(steps(run)).containsSubsequence(undone.split(" ")).endsWith("verify-system-is-back");
    }
}
