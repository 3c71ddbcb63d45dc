package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(OutputCaptureExtension.class)
class RouteGateTest {

    @TempDir
    Path directory;

    @Test
    void refuses_to_start_on_a_mistake_and_says_where_it_is_without_a_stack_trace(CapturedOutput output)
            throws IOException {
        Path bad = Path.of("src/test/resources/lint/bad/timers.camel.yaml");
        Files.copy(bad, directory.resolve("timers.camel.yaml"));

        assertThatThrownBy(this::start).isInstanceOf(RoutesRefused.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("5 mistakes in the routes of " + directory)
                .contains("timers.camel.yaml:7:9: there is no time zone 'Europe/Berln'")
                .contains("write Europe/Berlin")
                .doesNotContain("\tat io.upkeep");
    }

    @Test
    void starts_on_good_routes() throws IOException {
        Files.writeString(directory.resolve("good.camel.yaml"), """
                - route:
                    id: good
                    from:
                      uri: direct:good
                      steps:
                        - log: hello
                """);

        start();
    }

    @Configuration(proxyBeanMethods = false)
    static class Time {

        @Bean
        Clock machineClock() {
            return Clock.systemUTC();
        }
    }

    private void start() {
        new SpringApplicationBuilder(RouteGate.class, Time.class)
                .web(WebApplicationType.NONE)
                .run("--upkeep.routes.directory=" + directory)
                .close();
    }
}
