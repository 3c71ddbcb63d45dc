package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The descriptions of our components that the build writes and that editors, drawing tools and the lint read. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ComponentDescriptionTest {

    private static final Path CLASSES = Path.of("target/classes");

    @TempDir
    Path directory;

    static List<Class<?>> endpoints() throws IOException, ClassNotFoundException {
        return DescribeComponents.endpoints(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void what_is_shipped_says_what_the_endpoint_declares_now(Class<?> endpoint) throws IOException {
        ComponentModel now = ComponentDescription.of(endpoint);
        ComponentModel shipped = JsonMapper.generateComponentModel(text(DescribeComponents.path(now)));

        now.setGroupId(shipped.getGroupId());
        now.setArtifactId(shipped.getArtifactId());
        now.setVersion(shipped.getVersion());
        assertThat(JsonMapper.createParameterJsonSchema(shipped))
                .as("run mvn process-classes: it writes the description again")
                .isEqualTo(JsonMapper.createParameterJsonSchema(now));
        assertThat(shipped.getGroupId() + ":" + shipped.getArtifactId()).isEqualTo("io.upkeep:upkeep");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void every_annotated_field_is_an_option(Class<?> endpoint) throws IOException {
        ComponentModel shipped =
                JsonMapper.generateComponentModel(text(DescribeComponents.path(ComponentDescription.of(endpoint))));

        List<String> declared = Arrays.stream(endpoint.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(UriParam.class) || field.isAnnotationPresent(UriPath.class))
                .map(Field::getName)
                .toList();

        assertThat(declared).isNotEmpty();
        assertThat(shipped.getEndpointOptions())
                .extracting(BaseOptionModel::getName)
                .containsAll(declared);
    }

    @Test
    void tools_that_scan_jars_find_every_component() throws IOException, ClassNotFoundException {
        Properties listed = new Properties();
        try (InputStream in =
                Files.newInputStream(CLASSES.resolve("META-INF/services/org/apache/camel/component.properties"))) {
            listed.load(in);
        }

        assertThat(listed.getProperty("components").split(" "))
                .containsExactly("backup-store", "fleet", "maintenance", "probe");
        for (Class<?> endpoint : endpoints()) {
            ComponentModel component = ComponentDescription.of(endpoint);
            assertThat(text("META-INF/services/org/apache/camel/component/" + component.getScheme()))
                    .contains("class=" + component.getJavaType());
            assertThat(Class.forName(component.getJavaType())).isAssignableTo(org.apache.camel.Component.class);
        }
    }

    @Test
    void camel_finds_them_where_it_looks_for_its_own() throws IOException {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            String found = camel.getComponentParameterJsonSchema("maintenance");

            assertThat(JsonMapper.generateComponentModel(found).getEndpointOptions())
                    .extracting(BaseOptionModel::getName)
                    .contains("inputs", "rollback");
        }
    }

    @Test
    void an_option_that_nobody_explained_stops_the_build() {
        assertThatThrownBy(() -> ComponentDescription.of(SilentEndpoint.class))
                .hasMessage("SilentEndpoint.loud has no description for editors and the lint; "
                        + "write @UriParam(description = \"…\")");
    }

    @Test
    void an_unchanged_description_is_not_written_again() throws Exception {
        Path copy = directory.resolve("io/upkeep/fleet/FleetEndpoint.class");
        Files.createDirectories(copy.getParent());
        Files.copy(CLASSES.resolve("io/upkeep/fleet/FleetEndpoint.class"), copy);
        Path description = directory.resolve("META-INF/io/upkeep/fleet/fleet.json");

        DescribeComponents.main(new String[] {directory.toString(), "g", "a", "1"});
        var written = Files.getLastModifiedTime(description);
        DescribeComponents.main(new String[] {directory.toString(), "g", "a", "1"});

        assertThat(Files.getLastModifiedTime(description)).isEqualTo(written);
        assertThat(new TreeSet<>(List.of(Files.readString(description).split("\"version\": \"1\"", -1))))
                .hasSize(2);
    }

    private static String text(String path) throws IOException {
        try (InputStream in = ComponentDescriptionTest.class.getResourceAsStream("/" + path)) {
            assertThat(in).as(path).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @UriEndpoint(scheme = "silent", title = "Silent", syntax = "silent:name")
    @Metadata(description = "Says too little.")
    abstract static class SilentEndpoint extends DefaultEndpoint {

        @UriParam
        protected String loud;
    }
}
