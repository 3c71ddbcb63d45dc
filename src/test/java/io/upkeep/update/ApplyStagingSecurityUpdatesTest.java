package io.upkeep.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.pipeline.RunPlan;
import io.upkeep.pipeline.timer.CronWords;
import io.upkeep.pipeline.timer.MissedPolicy;
import io.upkeep.pipeline.timer.PipelineTimer;
import io.upkeep.pipeline.timer.PipelineTimers;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.sandbox.SshHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Staging has its security updates before production has them, and production has nothing of it. */
class ApplyStagingSecurityUpdatesTest extends UpdatePipelines {

    private static final List<String> HOSTS = List.of("api-1", "api-2", "web-1", "staging-1");
    private static final List<String> FILES = List.of(
            INSTALLED, AVAILABLE, "app/compose/images.env", "var/lib/docker/containers", "run/sandbox/bad-images");

    @Autowired
    private PipelineTimers timers;

    private final Map<String, String> before = state();

    private static Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        HOSTS.forEach(name ->
                FILES.forEach(file -> state.put(name + " " + file, host(name).read(file))));
        return state;
    }

    @AfterEach
    void restore() {
        before.forEach((name, text) -> host(name.split(" ", 2)[0]).write(name.split(" ", 2)[1], text));
    }

    private static Map<String, String> production(Map<String, String> state) {
        Map<String, String> production = new TreeMap<>(state);
        production.keySet().removeIf(name -> name.startsWith("staging-1 "));
        return production;
    }

    private Run update() {
        return run("apply-staging-security-updates", Map.of());
    }

    @Test
    void staging_s_packages_and_images_are_updated_and_production_is_as_before() {
        Run run = succeeded(update());

        assertThat(host("staging-1").read(INSTALLED)).contains("libssl3 3.0.15-1~deb12u1 installed");
        assertThat(host("staging-1").read("app/compose/images.env")).contains("NGINX_IMAGE=nginx@sha256:");
        assertThat(production(state())).isEqualTo(production(before));
        assertThat(host("staging-1").path("var/lib/upkeep/" + run.id())).doesNotExist();
        assertThat(record(run)).contains("### staging-1", "updated libssl3: 3.0.14-1~deb12u2 -> 3.0.15-1~deb12u1");
    }

    @Test
    void an_update_that_cannot_be_installed_leaves_staging_as_it_was() {
        SANDBOX.breakPart("staging-1", SshHost.APT_BROKEN);

        Run run = rolledBack(update(), "update/upgrade[0]");

        assertThat(run.failure()).contains("dpkg returned an error code");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void users_notice_nothing_of_it_and_staging_is_locked_all_the_same() {
        RunPlan plan = plans.of(new RunRequest("apply-staging-security-updates", Map.of(), "person:eve", null));

        assertThat(plan.impact()).isEqualTo("NO-IMPACT");
        assertThat(plan.locks()).containsExactly("staging-1");
        assertThat(plan.steps().get(0).says()).contains("staging-1: 2 of 3 pending updates (security)");
        assertThat(plan.rollback())
                .extracting(RunPlan.PlannedStep::path)
                .contains("undo-update-policies", "undo-update/undo-upgrade");
    }

    @Test
    void its_timer_is_a_day_before_that_of_production() {
        PipelineTimer staging = timer("apply-staging-security-updates");
        PipelineTimer production = timer("apply-security-updates");

        assertThat(CronWords.of(staging.cron())).contains("every Friday at 23:50");
        assertThat(CronWords.of(production.cron())).contains("every Saturday at 23:50");
        assertThat(staging.zone()).isEqualTo(production.zone());
        assertThat(staging.missedPolicy()).isEqualTo(MissedPolicy.FIRE_ONCE);
        assertThat(Duration.between(staging.next(), production.next())
                                .plusDays(7)
                                .toDays()
                        % 7)
                .isOne();
    }

    private PipelineTimer timer(String pipeline) {
        List<PipelineTimer> all = timers.of(pipeline);
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
