package io.upkeep.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DockerfileTest {

    private List<String> instructions;

    @BeforeEach
    void read() throws IOException {
        instructions = Files.readString(Path.of("Dockerfile"))
                .replaceAll("(?m)^#.*\\n", "")
                .replaceAll("\\\\\\n\\s*", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Test
    void builds_in_one_image_and_runs_in_a_smaller_one_both_pinned() {
        assertThat(of("FROM"))
                .hasSize(2)
                .allSatisfy(image ->
                        assertThat(image).containsPattern(":\\d+\\.\\d+").doesNotContain("latest"));
        assertThat(of("FROM").get(0)).endsWith(" AS build");
        assertThat(of("FROM").get(1)).contains("-jre");
    }

    @Test
    void runs_as_a_user_of_its_own_and_checks_its_health() {
        assertThat(of("USER")).containsExactly("10001:10001");
        assertThat(of("HEALTHCHECK")).singleElement().asString().contains("/actuator/health");
        assertThat(of("VOLUME")).containsExactly("/app/data");
    }

    @Test
    void copies_layers_from_the_one_that_changes_least_to_the_one_that_changes_most() {
        assertThat(of("COPY").stream().filter(copy -> copy.startsWith("--from=build")))
                .extracting(copy -> copy.replaceAll(".*/layers/([a-z-]+)/.*", "$1"))
                .containsExactly("dependencies", "spring-boot-loader", "snapshot-dependencies", "application");
    }

    @Test
    void copies_only_what_exists_and_what_the_build_context_lets_in() throws IOException {
        String allowed = Files.readString(Path.of(".dockerignore"));
        of("COPY").stream()
                .filter(copy -> !copy.startsWith("--from"))
                .map(copy -> copy.replaceFirst(" .*", ""))
                .forEach(source -> {
                    assertThat(Path.of(source)).exists();
                    assertThat(allowed).contains("!" + source);
                });
    }

    private List<String> of(String keyword) {
        return instructions.stream()
                .filter(line -> line.startsWith(keyword + " "))
                .map(line -> line.substring(keyword.length() + 1))
                .toList();
    }
}
