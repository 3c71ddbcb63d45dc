package io.upkeep.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import io.upkeep.run.StepRecord;
import io.upkeep.sandbox.HostTree;
import io.upkeep.sandbox.Part;
import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A person cancels a run that is at work on a host: from the decision to the last process there. */
@Tag("fault")
class CancelOnHostsTest {

    private static final String PIDS = "app/pids";
    private static final int PROCESSES = 5;

    @Test
    void cancel_ends_the_run_and_every_process_it_has_on_the_host_within_ten_seconds() {
        Path place = Places.of("fault", "cancel", "sandbox");
        try (Sandbox sandbox = Sandbox.start(place, EnumSet.of(Part.POSTGRES, Part.HOSTS));
                ConfigurableApplicationContext upkeep = upkeep(sandbox)) {
            HostTree host = sandbox.hosts().host("api-1").tree();
            host.write(PIDS, "");
            Runs runs = upkeep.getBean(Runs.class);
            RunJournal journal = upkeep.getBean(RunJournal.class);
            Run run = runs.request(new RunRequest("work-for-long", Map.of(), "test", "cancelled"));
            await().atMost(Duration.ofSeconds(30)).until(() -> alive(host).size() == PROCESSES);

            long asked = System.nanoTime();
            runs.cancel(run.id(), "ada");

            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> alive(host).isEmpty()
                            && journal.find(run.id()).orElseThrow().state() == RunState.CANCELLED);
            FaultScale.figure("cancel: %d processes on the host and the run ended after %.1f s"
                    .formatted(PROCESSES, (System.nanoTime() - asked) / 1e9));
            assertThat(journal.steps(run.id()))
                    .singleElement()
                    .satisfies(step -> assertThat(step.state()).isEqualTo(StepRecord.State.FAILED))
                    .satisfies(
                            step -> assertThat(step.failure()).contains("ada").contains("ended there"));
        }
    }

    private static List<Long> alive(HostTree host) {
        return host.read(PIDS)
                .lines()
                .map(Long::valueOf)
                .filter(CancelOnHostsTest::runs)
                .toList();
    }

    /** A process that nobody has waited for is no process any more. */
    private static boolean runs(long pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    private static ConfigurableApplicationContext upkeep(Sandbox sandbox) {
        List<String> arguments = new ArrayList<>(List.of(
                "--upkeep.routes.directory=src/test/resources/fault-hosts",
                "--spring.config.location=classpath:/application.yaml"));
        sandbox.properties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return new SpringApplicationBuilder(UpkeepApplication.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }
}
