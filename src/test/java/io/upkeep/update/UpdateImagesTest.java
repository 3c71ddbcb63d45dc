package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.run.Run;
import io.upkeep.run.StepRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The containers of the weekly security updates: what a tag means now comes to the hosts that run it, or does not stay. */
class UpdateImagesTest extends UpdatePipelines {

    private static final String ENV = "app/compose/images.env";
    private static final String CONTAINERS = "var/lib/docker/containers";
    private static final String REGISTRY = "run/sandbox/registry";
    private static final String BAD = "run/sandbox/bad-images";
    private static final String NEWEST =
            "nginx@sha256:83075afea33660ca1911ce1905dee384079ed856397e0e5a9249435b22c35dc8";

    private final Map<String, String> before = new TreeMap<>();

    @BeforeEach
    void remember() {
        for (String host : List.of("api-1", "api-2", "web-1")) {
            for (String file : List.of(ENV, CONTAINERS, REGISTRY, BAD, INSTALLED)) {
                before.put(host + " " + file, host(host).read(file));
            }
        }
    }

    @AfterEach
    void restore() {
        before.forEach((name, text) -> host(name.split(" ", 2)[0]).write(name.split(" ", 2)[1], text));
    }

    private Run update() {
        return run("apply-security-updates", Map.of());
    }

    private static String container(String host) {
        return host(host)
                .read(CONTAINERS)
                .lines()
                .filter(line -> line.startsWith("nginx "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_tag_is_resolved_once_and_rolled_by_its_digest_host_after_host() {
        Run run = succeeded(update());

        for (String host : List.of("api-1", "api-2")) {
            assertThat(container(host)).isEqualTo("nginx " + NEWEST + " healthy");
            assertThat(host(host).read(ENV)).contains("NGINX_IMAGE=" + NEWEST).contains("WORKER_IMAGE=registry");
        }
        assertThat(host("staging-1").read(ENV)).doesNotContain(NEWEST);
        assertThat(host("api-1").read(ENV))
                .as("what no host runs is only fetched")
                .doesNotContain("POSTGRES_IMAGE", "REDIS_IMAGE");
        String at = "update-images/roll-images/";
        assertThat(steps(run))
                .containsSubsequence(
                        "update-images/pull-images",
                        at + "work-on-wave[0]",
                        at + "gate-after-wave[0]",
                        at + "work-on-wave[1]",
                        at + "gate-after-wave[1]");
        assertThat(record(run))
                .contains("image nginx:alpine " + NEWEST, "## containers", "running NGINX_IMAGE=" + NEWEST);
        assertThat(host("api-1").path("var/lib/upkeep/" + run.id())).doesNotExist();
    }

    @Test
    void an_image_that_does_not_become_healthy_on_the_second_host_is_taken_back_from_both_the_last_first() {
        host("api-2").write(BAD, before.get("api-2 " + BAD) + NEWEST + "\n");

        Run run = rolledBack(update(), "update-images/roll-images/work-on-wave[1]");

        assertThat(run.failure()).contains("nginx-1 is unhealthy");
        assertThat(host("api-1").read("var/log/shims.log")).contains("docker pull --quiet " + NEWEST);
        assertAsBefore();
        String undone = journal.steps(run.id()).stream()
                .filter(step -> step.key().id().equals("undo-roll-images"))
                .map(StepRecord::checkpoint)
                .findFirst()
                .orElseThrow();
        assertThat(undone.indexOf("api-2")).isPositive().isLessThan(undone.indexOf("api-1"));
        assertThat(steps(run)).containsSubsequence("undo-roll-images", "undo-update/undo-upgrade[0]");
    }

    @Test
    void a_tag_that_moves_between_two_hosts_stops_the_update_before_anything_is_rolled() {
        host("api-2")
                .write(
                        REGISTRY,
                        before.get("api-2 " + REGISTRY)
                                .replace(NEWEST.substring(NEWEST.indexOf("sha256")), "sha256:" + "0".repeat(64)));

        Run run = rolledBack(update(), "update-images/pull-images");

        assertThat(run.failure()).contains("nginx:alpine is " + NEWEST + " on api-1", "the tag has moved meanwhile");
        assertAsBefore();
    }

    @Test
    void a_system_that_is_not_well_after_the_canary_ends_the_rollout_there() {
        host("api-1").write("run/sandbox/after-up", """
                case $(cat "$ROOT/app/compose/images.env") in
                    *83075afea33660ca*) systemctl stop virtual-queue-api ;;
                    *) systemctl start virtual-queue-api ;;
                esac
                """);
        String log = host("api-2").read("var/log/shims.log");

        Run run = update();

        assertThat(host("api-1").path("run/sandbox/after-up").toFile().delete()).isTrue();
        rolledBack(run, "update-images/roll-images/gate-after-wave[0]");
        assertThat(host("api-2").read("var/log/shims.log").substring(log.length()))
                .as("the second host was not rolled")
                .doesNotContain("compose");
        assertAsBefore();
    }

    private void assertAsBefore() {
        before.forEach((name, text) -> {
            if (!name.endsWith(REGISTRY) && !name.endsWith(BAD)) {
                assertThat(host(name.split(" ", 2)[0]).read(name.split(" ", 2)[1]))
                        .as(name)
                        .isEqualTo(text);
            }
        });
    }
}
