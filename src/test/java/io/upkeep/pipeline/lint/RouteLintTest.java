package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
import org.springframework.mock.env.MockEnvironment;

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
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.copy(BAD.resolve(name), (name.equals("application.yaml") ? directory : routes).resolve(name));

        List<String> found = new ArrayList<>();
        for (Finding finding : lint.check(routes)) {
            found.add(finding.toString()
                    .replace(routes + "/", "")
                    .replace(directory + "/", "")
                    .replace(directory.toString(), "routes"));
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
        assertThat(RouteLint.with(new MockEnvironment().withProperty("site.name", "www"), CLOCK)
                        .check(routes))
                .as("when Upkeep starts it must be there")
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).isEqualTo("nothing sets {{site.secret}}"));
    }

    @Test
    void names_of_targets_windows_and_roles_are_compared_with_the_estate_where_there_is_one() throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(routes.resolve("a.camel.yaml"), """
                - route:
                    id: a
                    description: Names what there is not
                    from:
                      uri: maintenance:a
                      parameters:
                        targets: label:api,name:apt-1
                        window: weakly
                        approval: operations-led
                      steps:
                        - step: {id: one, steps: [{to: {uri: "fleet:label:web"}}]}
                        - step: {id: two, steps: [{to: {uri: "fleet:kind:database"}}]}
                        - step: {id: three, steps: [{to: {uri: "fleet:{{site.hosts}}"}}]}
                """);
        String estate = """
                site: {hosts: "label:%s"}
                upkeep:
                  targets:
                    api-1: {kind: host, labels: [api], address: "${API_1}"}
                    database: {kind: database, address: "${DATABASE}"}
                  windows: {weekly: {zone: UTC}}
                  people: {ada: {roles: [operations-lead], email: "${ADA}"}}
                """;
        Files.writeString(directory.resolve("application.yaml"), estate.formatted("db"));

        assertThat(lint.check(routes))
                .extracting(finding -> finding.line() + " " + finding.message() + " — " + finding.fix())
                .containsExactly(
                        "7 selector 'label:api,name:apt-1': 'name:apt-1' selects no target — labels: api; names: api-1,"
                                + " database; targets are declared in application.yaml under upkeep.targets",
                        "8 window 'weakly' is not declared — there are: weekly (application.yaml, upkeep.windows)",
                        "9 approval 'operations-led': nobody has this role — write one of operations-lead, or add it to"
                                + " someone: upkeep.people.ada.roles: [operations-led] (application.yaml)",
                        "11 selector 'label:web': 'label:web' selects no target — labels: api; names: api-1, database;"
                                + " targets are declared in application.yaml under upkeep.targets",
                        "12 fleet:kind:database selects no target of kind host — labels: api; names: api-1, database",
                        "13 selector 'label:db': 'label:db' selects no target — labels: api; names: api-1, database;"
                                + " targets are declared in application.yaml under upkeep.targets");

        Files.writeString(directory.resolve("application.yaml"), "spring.config.import: estate.yaml\n" + estate);
        assertThat(lint.check(routes)).as("another file may declare them").isEmpty();
        Files.delete(directory.resolve("application.yaml"));
        assertThat(lint.check(routes))
                .extracting(Finding::rule)
                .as("without an estate names mean nothing")
                .containsExactly("placeholder-unknown");
    }

    @Test
    void each_value_that_targets_name_selects_and_hosts_of_the_run_are_there() throws IOException {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        Files.writeString(routes.resolve("a.camel.yaml"), """
                - route:
                    id: a
                    description: Works on the hosts of an environment
                    from:
                      uri: maintenance:a
                      parameters:
                        inputs: environment:enum(staging|production)!
                        targets: label:api-{environment}
                      steps:
                        - step: {id: one, steps: [{to: {uri: "fleet:targets"}}]}
                - route:
                    id: b
                    description: Has no host
                    from:
                      uri: maintenance:b
                      parameters:
                        targets: name:database
                      steps:
                        - step: {id: one, steps: [{to: {uri: "direct:there"}}]}
                - route: {id: there, from: {uri: "direct:there", steps: [{to: {uri: "fleet:targets"}}]}}
                """);
        String estate = """
                upkeep:
                  targets:
                    api-1: {kind: host, labels: [%s]}
                    database: {kind: database}
                """;
        Files.writeString(directory.resolve("application.yaml"), estate.formatted("api-production"));

        assertThat(lint.check(routes))
                .extracting(finding -> finding.line() + " " + finding.message())
                .containsExactly(
                        "8 with environment=staging: selector 'label:api-staging': 'label:api-staging' selects no target",
                        "17 fleet:name:database selects no target of kind host");

        Files.writeString(directory.resolve("application.yaml"), estate.formatted("api-production, api-staging"));
        assertThat(lint.check(routes)).hasSize(1);
    }

    @Test
    void a_server_compares_names_with_what_it_runs_on() throws IOException {
        Files.writeString(directory.resolve("a.camel.yaml"), """
                - route:
                    id: a
                    description: Touches an API
                    from: {uri: "maintenance:a", parameters: {targets: "label:api"}, steps: [{log: x}]}
                """);

        assertThat(RouteLint.with(new MockEnvironment(), CLOCK).check(directory))
                .singleElement()
                .satisfies(finding -> assertThat(finding.rule()).isEqualTo("selector-unknown"));
        MockEnvironment estate = new MockEnvironment()
                .withProperty("upkeep.targets.api-1.kind", "host")
                .withProperty("upkeep.targets.api-1.labels", "web, api");
        assertThat(RouteLint.with(estate, CLOCK).check(directory)).isEmpty();
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
