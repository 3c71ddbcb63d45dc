package io.upkeep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.pipeline.lint.Reload;
import io.upkeep.pipeline.lint.RouteLint;
import io.upkeep.pipeline.lint.RouteReload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RoutesApiTest {

    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();
    private final RoutesApi api = new RoutesApi(beans.getBeanProvider(RouteReload.class));

    @TempDir
    Path directory;

    @Test
    void says_so_when_changes_are_not_watched() {
        assertThat(api.findings().watched()).isFalse();
        assertThat(api.findings().findings()).isEmpty();
    }

    @Test
    void tells_why_a_saved_file_was_refused() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            RouteReload reload = new RouteReload(directory, new RouteLint(Clock.systemUTC()), Clock.systemUTC());
            camel.addService(reload);
            beans.addBean("reload", reload);
            assertThat(api.findings().watched()).isTrue();
            assertThat(api.findings().at()).isNull();

            Path written = Files.writeString(
                    directory.resolve("a.tmp"),
                    "- route: {id: a, from: {uri: \"direct:a\", steps: [{to: \"direct:b\"}]}}\n");
            Files.move(written, directory.resolve("a.camel.yaml"));

            await().atMost(Duration.ofSeconds(20)).until(() -> api.findings().result() == Reload.Result.REFUSED);
            assertThat(api.findings().files()).containsExactly("a.camel.yaml");
            assertThat(api.findings().findings()).singleElement().satisfies(finding -> {
                assertThat(finding.rule()).isEqualTo("call-unknown");
                assertThat(finding.line()).isEqualTo(1);
                assertThat(finding.message()).isEqualTo("no route starts at direct:b");
            });
        }
    }
}
