package io.upkeep.pipeline.lint;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The schema of the YAML DSL that comes with Camel. It is large: let go of it when the check is done. */
final class YamlSchema {

    private static final String PLACEHOLDER = "\\{\\{.+\\}\\}|\\$\\{.+\\}|#.+";
    private static final Map<String, String> PATTERNS = Map.of(
            "boolean", "^(true|false|" + PLACEHOLDER + ")$",
            "number", "^(-?[0-9.]+|" + PLACEHOLDER + ")$",
            "integer", "^(-?[0-9]+|" + PLACEHOLDER + ")$");

    private final JsonNode text;
    private final JsonSchema schema;

    YamlSchema() {
        // definitions refer to each other in circles: unfolded ahead of need they fill hundreds of megabytes
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .preloadJsonSchema(false)
                .cacheRefs(false)
                .build();
        text = read();
        schema = JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(text, config);
    }

    private static JsonNode read() {
        try (InputStream in = YamlSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonNode schema = new ObjectMapper().readTree(in);
            scalarsAreText(schema);
            return schema;
        } catch (IOException e) {
            throw new UncheckedIOException("the schema of Camel's YAML DSL cannot be read from its jar", e);
        }
    }

    /** Camel converts text to numbers and booleans itself and allows placeholders for them; its schema does not say so. */
    private static void scalarsAreText(JsonNode node) {
        String type = node.path("type").isTextual() ? node.get("type").asText() : "";
        if (node instanceof ObjectNode object) {
            object.remove("deprecated");
            if (PATTERNS.containsKey(type)) {
                object.put("type", "string").put("pattern", PATTERNS.get(type)).remove("format");
            }
        }
        node.forEach(YamlSchema::scalarsAreText);
    }

    Collection<ValidationMessage> validate(JsonNode document) {
        return schema.validate(document);
    }

    /** The property names allowed where this error happened. */
    Collection<String> namesAllowedAt(ValidationMessage error) {
        JsonPointer keyword =
                JsonPointer.compile(error.getSchemaLocation().getFragment().toString());
        Iterator<String> names = text.at(keyword.head()).path("properties").fieldNames();
        TreeSet<String> all = new TreeSet<>();
        names.forEachRemaining(all::add);
        return all;
    }

    /** The values of the keyword that was violated, such as an enum's choices. */
    List<String> valuesOf(ValidationMessage error) {
        JsonNode keyword = text.at(error.getSchemaLocation().getFragment().toString());
        return keyword.isArray()
                ? java.util.stream.StreamSupport.stream(keyword.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(keyword.asText());
    }
}
