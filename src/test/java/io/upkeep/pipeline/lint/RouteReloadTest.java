package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.pipeline.lint.Reload.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Camel with real files; {@code maintenance:} is played by direct, which has the same kind of consumer. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RouteReloadTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);

    @TempDir
    Path directory;

    private RouteReload reload;

    @BeforeEach
    void start() throws Exception {
        camel.addComponent("maintenance", new DirectComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String name, java.util.Map<String, Object> options)
                    throws Exception {
                options.clear();
                return super.createEndpoint(uri, name, options);
            }
        });
        camel.getRegistry().bind("gate", (org.apache.camel.Processor) exchange -> {
            entered.countDown();
            finish.await(30, TimeUnit.SECONDS);
        });
        save("version", answering("one"));
        camel.start();
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file("version")));
        reload = new RouteReload(directory, new RouteLint(Clock.systemUTC()), Clock.systemUTC());
        camel.addService(reload);
    }

    @AfterEach
    void stop() {
        finish.countDown();
        camel.stop();
    }

    @Test
    void a_bad_save_leaves_the_old_route_running_and_a_later_good_one_is_taken() throws IOException {
        assertThat(answer("direct:version")).isEqualTo("one");

        save("version", answering("two").replace("setBody", "setBdy"));
        awaitResult(Result.REFUSED);
        assertThat(reload.last().orElseThrow().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString()).contains(":6:11:", "'setBdy'", "write 'setBody'"));
        assertThat(answer("direct:version")).isEqualTo("one");

        save("version", answering("three"));
        awaitResult(Result.APPLIED);
        assertThat(answer("direct:version")).isEqualTo("three");
    }

    @Test
    void a_route_that_camel_cannot_start_leaves_the_old_one_running() throws IOException {
        save("version", answering("two").replace("- setBody", "- bean: {ref: noSuchBean}\n        - setBody"));

        awaitResult(Result.FAILED);
        assertThat(reload.last().orElseThrow().explanation()).contains("noSuchBean");
        assertThat(answer("direct:version")).isEqualTo("one");

        save("version", answering("three"));
        awaitResult(Result.APPLIED);
        assertThat(answer("direct:version")).isEqualTo("three");
    }

    @Test
    void what_a_kamelet_lacks_is_named_before_the_place_where() throws IOException {
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:" + directory.resolve("kamelets"));
        Files.createDirectories(directory.resolve("kamelets"));
        Files.writeString(directory.resolve("kamelets/server-ask-action.kamelet.yaml"), """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: server-ask-action}
                spec:
                  definition:
                    title: Ask
                    description: Asks a server
                    required: [server]
                    properties: {server: {title: Server, description: A target, type: string}}
                  template:
                    from: {uri: "kamelet:source", steps: [{to: "{{upkeep.targets.{{server}}.address}}"}]}
                """);
        save(
                "version",
                answering("two").replace("- setBody", "- to: kamelet:server-ask-action?server=ci\n        - setBody"));

        awaitResult(Result.FAILED);
        assertThat(reload.last().orElseThrow().explanation())
                .startsWith("the old routes run on: Property with key [upkeep.targets.ci.address] not found");
    }

    @Test
    void a_renamed_route_takes_the_place_of_the_old_one() throws IOException {
        save("version", answering("two").replace("id: version", "id: renamed"));

        awaitResult(Result.APPLIED);
        assertThat(camel.getRoute("version")).isNull();
        assertThat(answer("direct:version")).isEqualTo("two");
    }

    @Test
    void a_new_file_adds_its_routes() throws IOException {
        save("other", answering("new").replace("version", "other"));

        awaitResult(Result.APPLIED);
        assertThat(answer("direct:other")).isEqualTo("new");
        assertThat(answer("direct:version")).isEqualTo("one");
    }

    @Test
    void a_changed_script_is_a_change_of_the_route_that_names_it() throws IOException {
        Files.writeString(directory.resolve("answer.txt"), "written first");
        save("version", answering("\"resource:file:" + directory.resolve("answer.txt") + "\""));
        awaitResult(Result.APPLIED);
        assertThat(answer("direct:version")).isEqualTo("written first");

        Files.writeString(directory.resolve("answer.txt"), "written then");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> answer("direct:version").equals("written then"));
        assertThat(reload.last().orElseThrow().files()).containsExactly("version.camel.yaml");
    }

    @Test
    void a_run_in_progress_ends_on_the_routes_it_began_with() throws Exception {
        save("pipeline", pipeline("old"));
        awaitResult(Result.APPLIED);
        CompletableFuture<String> run = CompletableFuture.supplyAsync(
                () -> answer("maintenance:pipeline"), task -> new Thread(task, "run").start());
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        save("pipeline", pipeline("new"));
        awaitResult(Result.WAITING);
        assertThat(run).isNotDone();
        finish.countDown();

        assertThat(run.get(10, TimeUnit.SECONDS)).isEqualTo("old");
        awaitResult(Result.APPLIED);
        assertThat(answer("maintenance:pipeline")).isEqualTo("new");
    }

    private String answer(String uri) {
        Exchange exchange = camel.createProducerTemplate().request(uri, nothing -> {});
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(String.class);
    }

    private void awaitResult(Result result) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(reload.last())
                        .hasValueSatisfying(last ->
                                assertThat(last.result()).as(last.toString()).isEqualTo(result)));
    }

    /** As good editors do: the new text appears at once. */
    private void save(String name, String text) throws IOException {
        Path written = Files.writeString(directory.resolve(name + ".tmp"), text);
        Files.move(written, file(name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(String name) {
        return directory.resolve(name + ".camel.yaml");
    }

    private static String answering(String answer) {
        return """
                - route:
                    id: version
                    from:
                      uri: direct:version
                      steps:
                        - setBody:
                            constant: %s
                """.formatted(answer);
    }

    private static String pipeline(String answer) {
        return """
                - route:
                    id: pipeline
                    description: Waits until it is let go
                    from:
                      uri: maintenance:pipeline
                      steps:
                        - step:
                            id: wait
                            steps:
                              - process: {ref: gate}
                        - step:
                            id: answer
                            steps:
                              - setBody:
                                  constant: %s
                """.formatted(answer);
    }
}
