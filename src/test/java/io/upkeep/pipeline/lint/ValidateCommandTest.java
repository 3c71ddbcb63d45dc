package io.upkeep.pipeline.lint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ValidateCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void ends_with_0_when_there_is_no_mistake(@TempDir Path empty) {
        assertThat(run(empty.toString())).isZero();
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8)).contains("no mistakes");
    }

    @Test
    void ends_with_1_and_a_line_for_each_mistake() {
        assertThat(run("src/test/resources/lint/bad")).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .contains("src/test/resources/lint/bad/timers.camel.yaml:7:9: there is no time zone 'Europe/Berln'");
    }

    @Test
    void says_where_it_looked_for_settings_when_there_are_none(@TempDir Path place) throws IOException {
        Path routes = Files.createDirectories(place.resolve("routes/pipelines")).getParent();
        Files.writeString(routes.resolve("pipelines/clear.camel.yaml"), "- route: {}\n");

        assertThat(run(routes.toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("there is no " + place.resolve("application.yaml") + ", so ");

        Files.writeString(place.resolve("application.yaml"), "upkeep: {}\n");
        err.reset();
        assertThat(run(routes.toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("mistake").doesNotContain("there is no ");
    }

    @Test
    void ends_with_2_when_it_is_used_wrongly() {
        assertThat(run("a", "b")).isEqualTo(2);
        assertThat(run("--fast")).isEqualTo(2);
        assertThat(run("no/such/directory")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("usage: upkeep validate", "'no/such/directory' is not a directory");
    }

    /** In a process of its own: there libraries log while logging begins. */
    @Test
    void prints_findings_and_nothing_else() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ValidateCommand.class.getName(),
                        "src/test/resources/lint/bad")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(printed.lines())
                .isNotEmpty()
                .allMatch(line -> line.matches(".+\\.yaml:\\d+:\\d+: .+ — .+ \\[[a-z-]+\\]"));
    }

    private int run(String... args) {
        return ValidateCommand.run(
                List.of(args), Clock.systemUTC(), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }
}
