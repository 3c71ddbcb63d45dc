package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an approval is bound to: read by a real Camel that has the routes and does not run them. */
class RouteTextTest {

    @TempDir
    Path routes;

    @Test
    void covers_called_routes_of_other_files_and_what_those_name() {
        save("pipelines/change.camel.yaml", """
                - route:
                    id: change
                    from: {uri: "maintenance:change", steps: [{to: {uri: "direct:part"}}]}
                """);
        save("pipelines/parts.camel.yaml", """
                - route: {id: part, from: {uri: "direct:part", steps: [{to: {uri: "direct:deeper"}}]}}
                """);
        save("pipelines/deeper.camel.yaml", """
                - route:
                    id: deeper
                    from:
                      uri: direct:deeper
                      steps:
                        - to: {uri: "fleet:all", parameters: {script: pipelines/work.sh}}
                        - to: {uri: "sql:file:{{upkeep.routes.directory}}/pipelines/figures.sql"}
                        - to: {uri: "kamelet:drain-action", parameters: {test: pipelines/test.sh, after: "direct:after"}}
                """);
        save("pipelines/after.camel.yaml", "- route: {id: after, from: {uri: direct://after, steps: [{log: done}]}}");
        save("pipelines/unrelated.camel.yaml", "- route: {id: other, from: {uri: direct:part-2, steps: [{log: x}]}}");
        save("kamelets/drain-action.kamelet.yaml", "{template: {from: {parameters: {script: kamelets/drain.sh}}}}");
        List.of("pipelines/work.sh", "pipelines/figures.sql", "pipelines/test.sh", "kamelets/drain.sh")
                .forEach(file -> save(file, "as approved"));

        assertThat(text("change").names())
                .containsExactly(
                        "kamelets/drain-action.kamelet.yaml",
                        "kamelets/drain.sh",
                        "pipelines/after.camel.yaml",
                        "pipelines/change.camel.yaml",
                        "pipelines/deeper.camel.yaml",
                        "pipelines/figures.sql",
                        "pipelines/parts.camel.yaml",
                        "pipelines/test.sh",
                        "pipelines/work.sh");
        for (String name : List.copyOf(text("change").names())) {
            String before = text("change").sha256();
            save(name, read(name) + "\n# changed");
            assertThat(text("change").sha256()).as("after a change of " + name).isNotEqualTo(before);
        }
        String before = text("change").sha256();
        save("pipelines/unrelated.camel.yaml", read("pipelines/unrelated.camel.yaml") + "\n# changed");
        assertThat(text("change").sha256()).isEqualTo(before);
    }

    @Test
    void routes_that_call_each_other_in_a_circle_come_to_an_end() {
        save("a.camel.yaml", "- route: {id: a, from: {uri: direct:a, steps: [{to: {uri: direct:b}}]}}");
        save("b.camel.yaml", "- route: {id: b, from: {uri: direct:b, steps: [{to: {uri: direct:a}}]}}");

        assertThat(text("a").names()).containsExactly("a.camel.yaml", "b.camel.yaml");
        assertThat(text("a").sha256()).isEqualTo(text("b").sha256());
    }

    @Test
    void a_call_whose_name_comes_with_the_message_means_every_route_it_may_mean() {
        save("a.camel.yaml", "- route: {id: a, from: {uri: direct:a, steps: [{toD: {uri: 'direct:do-${body}'}}]}}");
        save("b.camel.yaml", "- route: {id: b, from: {uri: direct:do-this, steps: [{log: x}]}}");
        save("c.camel.yaml", "- route: {id: c, from: {uri: direct:leave-that, steps: [{log: x}]}}");

        assertThat(text("a").names()).containsExactly("a.camel.yaml", "b.camel.yaml");
    }

    @Test
    void covers_the_route_configuration_that_holds_for_a_route() {
        save("a.camel.yaml", """
                - route: {id: a, routeConfigurationId: careful, from: {uri: direct:a, steps: [{log: x}]}}
                """);
        save("p.camel.yaml", "- routeConfiguration: {id: careful, onException: []}");
        save("q.camel.yaml", "- routeConfiguration: {id: careless, onException: []}");

        assertThat(text("a").names()).containsExactly("a.camel.yaml", "p.camel.yaml");
    }

    @Test
    void is_the_same_in_another_directory_and_another_one_when_two_files_change_places() throws IOException {
        String route = "- route: {id: a, from: {uri: direct:a, steps: [{log: 'x.sh y.sh'}]}}";
        save("a.camel.yaml", route);
        save("x.sh", "first");
        save("y.sh", "second");
        String here = text("a").sha256();

        save("x.sh", "second");
        save("y.sh", "first");
        assertThat(text("a").sha256()).isNotEqualTo(here);

        routes = Files.createDirectory(routes.resolve("elsewhere"));
        save("a.camel.yaml", route);
        save("x.sh", "first");
        save("y.sh", "second");
        assertThat(text("a").sha256()).isEqualTo(here);
    }

    /** Their work stands in routes that they share: a change of these is a change of the plan. */
    @Test
    void the_updates_of_this_project_cover_their_shared_parts() {
        routes = Path.of("routes");

        for (String pipeline : List.of("update-major", "update-system", "update-system-monthly")) {
            assertThat(text(pipeline).names())
                    .as(pipeline)
                    .contains(
                            "pipelines/updates/update-parts.camel.yaml",
                            "pipelines/updates/check-packages.sh",
                            "pipelines/updates/await-boot.sh",
                            "kamelets/image-roll-action.kamelet.yaml");
        }
        assertThat(text("collect-performance").names()).contains("pipelines/performance/database-figures.sql");
    }

    private RouteText text(String route) {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Properties settings = new Properties();
            settings.setProperty("upkeep.routes.directory", routes.toString());
            camel.getPropertiesComponent().setInitialProperties(settings);
            for (Path file : files()) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file));
            }
            RouteDefinition definition = camel.getRouteDefinition(route);
            return RouteText.of(camel, definition, null);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(routes)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList());
        }
    }

    private void save(String name, String content) {
        try {
            Files.createDirectories(routes.resolve(name).getParent());
            Files.writeString(routes.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String name) {
        try {
            return Files.readString(routes.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
