package io.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.sandbox.Places;
import io.upkeep.sandbox.ProductProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a supervisor of the process relies on: one that cannot start is gone, and is not left over with its first threads. */
class FailedStartTest {

    private static final String ROUTE = """
            - route:
                id: ask-nobody
                description: Calls something that is not there, which is known when Camel starts
                from:
                  uri: maintenance:ask-nobody
                  parameters: {impact: NO-IMPACT}
                  steps:
                    - step:
                        id: ask
                        steps: [{bean: {ref: nobody, method: answer}}]
            """;

    @Test
    void a_start_that_fails_when_the_engine_runs_already_ends_the_process() throws Exception {
        Path place = Places.of("failed-start");
        Files.createDirectories(place.resolve("routes/pipelines"));
        Files.createDirectories(place.resolve("routes/kamelets"));
        Files.writeString(place.resolve("routes/pipelines/ask-nobody.camel.yaml"), ROUTE);
        Path output = place.resolve("output.log");
        Process process = ProductProcess.in(place, "failed_start", System.getProperty("java.class.path"))
                .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as("it is gone, see %s", output)
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(Files.readString(output)).contains("Application run failed", "nobody");
        } finally {
            process.destroyForcibly();
        }
    }
}
