package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.sandbox.Sandbox;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class CheckSystemHealthTest {

    private static final Sandbox SANDBOX = Sandbox.shared();
    private static ConfigurableApplicationContext upkeep;

    @BeforeAll
    static void start() {
        Map<String, String> properties = SANDBOX.properties();
        properties.put("spring.datasource.url", SANDBOX.postgres().createUpkeepDatabase("check_system_health"));
        properties.put("server.port", "0");
        properties.put("camel.main.routes-include-pattern", "file:routes/pipelines/health/*.camel.yaml");
        upkeep = new SpringApplicationBuilder(UpkeepApplication.class)
                .run(properties.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        upkeep.close();
    }

    @AfterEach
    void heal() {
        SANDBOX.healAll();
    }

    @Test
    void everything_is_good_on_a_healthy_estate() {
        assertThat(check())
                .allSatisfy((target, report) -> assertThat(report.probes())
                        .as(target)
                        .allSatisfy(probe ->
                                assertThat(probe.state()).as(probe.reason()).isEqualTo(OK)));
    }

    private static Map<String, TargetHealth.Report> check() {
        Run run = upkeep.getBean(Runs.class).request(new RunRequest("check-system-health", Map.of(), "test", null));
        RunJournal journal = upkeep.getBean(RunJournal.class);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> journal.find(run.id()).orElseThrow().state().isAtRest());
        Run ended = journal.find(run.id()).orElseThrow();
        assertThat(ended.state()).as(ended.failure()).isEqualTo(RunState.SUCCEEDED);
        return upkeep.getBean(TargetHealth.class).list().stream()
                .collect(Collectors.toMap(TargetHealth.Report::name, report -> report));
    }
}
