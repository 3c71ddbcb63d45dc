package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file under {@code lint/bad} is linted alone; the file of the same name with {@code .txt} lists what must be found. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RouteLintTest {

    private static final Path BAD = Path.of("src/test/resources/lint/bad");

    @TempDir
    Path directory;

    static Stream<String> bad_files() throws IOException {
        try (Stream<Path> files = Files.list(BAD)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("bad_files")
    void names_place_and_fix_of_every_mistake(String name) throws IOException {
        Files.copy(BAD.resolve(name), directory.resolve(name));

        List<String> found = new RouteLint()
                .check(directory).stream()
                        .map(finding ->
                                finding.toString().replace(directory + "/", "").replace(directory.toString(), "routes"))
                        .toList();

        assertThat(found).containsExactlyElementsOf(Files.readAllLines(BAD.resolve(name + ".txt")));
        assertThat(found).isNotEmpty();
    }

    @Test
    void finds_nothing_in_the_routes_of_this_project() {
        assertThat(new RouteLint().check(Path.of("routes"))).isEmpty();
    }

    @Test
    void compares_route_ids_over_all_files() throws IOException {
        String route = "- route:\n    id: %s\n    from:\n      uri: %s\n      steps: []\n";
        Files.writeString(directory.resolve("one.camel.yaml"), route.formatted("same", "direct:one"));
        Files.writeString(directory.resolve("two.camel.yaml"), route.formatted("same", "direct:two"));

        assertThat(new RouteLint().check(directory)).singleElement().satisfies(finding -> {
            assertThat(finding.file()).endsWith("two.camel.yaml");
            assertThat(finding.message()).contains("'same'").contains("one.camel.yaml:2");
        });
    }

    @Test
    void a_directory_that_is_not_there_has_no_mistakes() {
        assertThat(new RouteLint().check(directory.resolve("missing"))).isEmpty();
    }
}
