package io.upkeep.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** No engine is needed to see that docker-compose.yml is whole and as safe as it says. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ComposeFileTest {

    private static final Path FILE = Path.of("docker-compose.yml");
    private static final String ONE_SHOT = "io.upkeep.one-shot";
    private static final String ROOT = "io.upkeep.runs-as-root";

    private static Map<String, Object> compose;

    @BeforeAll
    static void read() throws IOException {
        compose = load();
    }

    private static Map<String, Object> load() throws IOException {
        try (Reader text = Files.newBufferedReader(FILE)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        }
    }

    static Stream<String> services() throws IOException {
        return map(load().get("services")).keySet().stream();
    }

    @Test
    void holds_upkeep_and_all_it_needs() {
        assertThat(map(compose.get("services")))
                .containsOnlyKeys("upkeep", "database", "kafka", "store", "bucket", "mail");
    }

    @ParameterizedTest
    @MethodSource("services")
    void pins_the_image(String service) {
        assertThat((String) service(service).get("image")).matches("[a-z0-9./-]+:[A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]*");
    }

    @ParameterizedTest
    @MethodSource("services")
    void checks_health_and_restarts(String service) {
        Map<String, Object> parts = service(service);
        assertThat((String) parts.get("restart")).isIn("unless-stopped", "on-failure:5");
        if (!labels(service).containsKey(ONE_SHOT)) {
            Map<String, Object> health = map(parts.get("healthcheck"));
            assertThat(health).containsKeys("test", "interval", "timeout", "retries");
            assertThat(list(health.get("test")).get(0)).isEqualTo("CMD");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void does_not_run_as_root_unless_it_says_why(String service) {
        Map<String, Object> parts = service(service);
        assertThat(list(parts.get("security_opt"))).containsExactly("no-new-privileges:true");
        assertThat(list(parts.get("cap_drop"))).containsExactly("ALL");
        if (!labels(service).containsKey(ROOT)) {
            assertThat(String.valueOf(parts.get("user"))).isNotIn("null", "root", "0", "0:0");
        } else {
            assertThat(String.valueOf(labels(service).get(ROOT))).hasSizeGreaterThan(20);
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void waits_for_what_it_depends_on(String service) {
        map(service(service).get("depends_on"))
                .forEach((name, condition) -> assertThat(map(condition).get("condition"))
                        .as(name)
                        .isEqualTo(
                                labels(name).containsKey(ONE_SHOT)
                                        ? "service_completed_successfully"
                                        : "service_healthy"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void uses_volumes_that_are_declared_and_files_that_are_named_relative_to_it(String service) {
        Set<String> declared = map(compose.get("volumes")).keySet();
        for (Object volume : list(service(service).get("volumes"))) {
            String source = volume.toString().split(":", 2)[0];
            assertThat(source.startsWith("./") || declared.contains(source))
                    .as(volume.toString())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void opens_ports_on_this_machine_only(String service) {
        assertThat(list(service(service).get("ports")))
                .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void takes_every_secret_from_outside_and_says_so_when_it_is_missing(String service) {
        map(service(service).get("environment")).forEach((name, value) -> {
            if (name.matches(".*(PASSWORD|SECRET|TOKEN|MC_HOST).*")) {
                assertThat(value.toString()).as(name).contains("${").contains(":?");
            }
        });
    }

    @Test
    void configures_upkeep_with_properties_that_exist() throws IOException {
        Set<String> known = KnownProperties.asEnvironmentNames();
        Set<String> used = map(service("upkeep").get("environment")).keySet();
        assertThat(used.stream().filter(name -> !known.contains(name)))
                .as("names that no property has")
                .isEmpty();
    }

    @Test
    void gives_upkeep_the_files_of_this_project() {
        for (String file : List.of("routes", "application.yaml")) {
            assertThat(list(service("upkeep").get("volumes"))).contains("./" + file + ":/app/" + file + ":ro");
            assertThat(Path.of(file)).exists();
        }
    }

    private static Map<String, Object> service(String name) {
        return map(map(compose.get("services")).get(name));
    }

    private static Map<String, Object> labels(String service) {
        return map(service(service).get("labels"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }
}
