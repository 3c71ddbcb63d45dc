package io.upkeep.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.junit.jupiter.api.Test;

class FleetCatalogTest {

    private static final String SCHEMA = "/META-INF/io/upkeep/fleet/fleet.json";

    private final String json = schema();
    private final CamelCatalog catalog = new DefaultCamelCatalog();

    FleetCatalogTest() {
        catalog.addComponent("fleet", FleetComponent.class.getName(), json);
    }

    private static String schema() {
        try (InputStream in = FleetCatalogTest.class.getResourceAsStream(SCHEMA)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Test
    void the_schema_and_the_endpoint_agree_on_every_option() throws Exception {
        Map<String, String> described = new TreeMap<>();
        for (Map.Entry<String, JsonNode> option :
                new ObjectMapper().readTree(json).get("properties").properties()) {
            JsonNode value = option.getValue();
            described.put(option.getKey(), value.path("defaultValue").asText("") + enums(value));
            assertThat(value.get("description").asText()).as(option.getKey()).hasSizeGreaterThan(20);
        }
        described.remove("lazyStartProducer"); // inherited from DefaultEndpoint

        Map<String, String> declared = new TreeMap<>();
        for (Field field : fields()) {
            UriParam param = field.getAnnotation(UriParam.class);
            if (param != null) {
                declared.put(field.getName(), param.defaultValue() + param.enums());
            } else if (field.isAnnotationPresent(UriPath.class)) {
                declared.put(field.getName(), "");
            }
        }
        assertThat(declared).isNotEmpty().isEqualTo(described);
    }

    @Test
    void what_is_written_in_a_route_is_looked_at_with_every_option() {
        assertThat(WrittenOptions.names())
                .containsExactlyInAnyOrderElementsOf(fields().stream()
                        .filter(field -> field.isAnnotationPresent(UriParam.class))
                        .map(Field::getName)
                        .toList());
    }

    /** Of the endpoint and of what it inherits from us. */
    private static List<Field> fields() {
        return Stream.of(FleetEndpoint.class, RolloutEndpoint.class)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .toList();
    }

    private static String enums(JsonNode option) {
        return option.has("enum")
                ? String.join(",", new ObjectMapper().convertValue(option.get("enum"), String[].class))
                : "";
    }

    @Test
    void the_catalog_accepts_a_right_endpoint_and_names_a_wrong_option() {
        EndpointValidationResult right = catalog.validateEndpointProperties(
                "fleet:label:api,name:web-1?script=a.sh"
                        + "&timeout=5m&parallel=4&output=file&directory=work&maxOutput=2m&env=version,previousVersion&sudo=postgres");
        EndpointValidationResult wrong = catalog.validateEndpointProperties("fleet:all?pasword=x&output=disk");

        assertThat(right.isSuccess()).as(right.summaryErrorMessage(false)).isTrue();
        assertThat(wrong.getUnknown()).containsExactly("pasword");
        assertThat(Arrays.asList(wrong.getInvalidEnum().keySet().toArray())).containsExactly("output");
    }
}
