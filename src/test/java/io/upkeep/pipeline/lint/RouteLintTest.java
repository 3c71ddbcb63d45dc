package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    /** Clock changes are looked for from here on. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC);

    private final RouteLint lint = new RouteLint(CLOCK);

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

        List<String> found = new ArrayList<>();
        for (Finding finding : lint.check(directory)) {
            found.add(finding.toString().replace(directory + "/", "").replace(directory.toString(), "routes"));
        }
        assertThat(found).containsExactlyElementsOf(Files.readAllLines(BAD.resolve(name + ".txt")));
        assertThat(found).isNotEmpty();
    }

    @Test
    void finds_nothing_in_good_files() throws IOException {
        assertThat(bad_files()).hasSizeGreaterThan(30);
        assertThat(lint.check(Path.of("src/test/resources/lint/good"))).isEmpty();
    }

    @Test
    void a_bad_file_shows_every_rule() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (String name : bad_files().toList()) {
            Files.readAllLines(BAD.resolve(name + ".txt"))
                    .forEach(line -> shown.add(line.replaceFirst(".*\\[([a-z-]+)\\]$", "$1")));
        }

        assertThat(shown)
                .containsExactlyElementsOf(Rules.checks(Rules.all(CLOCK, new PropertyFiles(directory))).stream()
                        .map(Check::id)
                        .sorted()
                        .toList());
    }

    @Test
    void what_may_come_from_the_environment_alone_is_listed_in_the_estate() throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("a.camel.yaml"), """
                - route: {id: a, from: {uri: "direct:{{site.name}}", steps: [{log: "{{site.secret}}"}]}}
                """);
        Files.writeString(directory.resolve("application.yaml"), """
                site: {name: www}
                upkeep: {routes: {from-environment: [site.secret]}}
                """);

        assertThat(lint.check(routes)).isEmpty();
        assertThat(RouteLint.with(name -> name.equals("site.name") ? "www" : null, CLOCK)
                        .check(routes))
                .as("when Upkeep starts it must be there")
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).isEqualTo("nothing sets {{site.secret}}"));
    }

    /** Measured in the thread's own time: what else the machine does must not matter. */
    @Test
    void checks_all_routes_in_two_seconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        lint.check(Path.of("routes"));

        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void finds_nothing_in_the_routes_of_this_project() {
        assertThat(lint.check(Path.of("routes"))).isEmpty();
    }

    @Test
    void compares_route_ids_over_all_files() throws IOException {
        String route = "- route:\n    id: %s\n    from:\n      uri: %s\n      steps: []\n";
        Files.writeString(directory.resolve("one.camel.yaml"), route.formatted("same", "direct:one"));
        Files.writeString(directory.resolve("two.camel.yaml"), route.formatted("same", "direct:two"));

        assertThat(lint.check(directory)).singleElement().satisfies(finding -> {
            assertThat(finding.file()).endsWith("two.camel.yaml");
            assertThat(finding.message()).contains("'same'").contains("one.camel.yaml:2");
        });
    }

    @Test
    void a_directory_that_is_not_there_has_no_mistakes() {
        assertThat(lint.check(directory.resolve("missing"))).isEmpty();
    }
}
