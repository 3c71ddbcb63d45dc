package io.upkeep.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds events against their schemas, more strictly than their readers may: a field that no schema names is wrong, too,
 * because nobody would know of it.
 */
public final class EventContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventSchemas schemas = new EventSchemas();
    private final Map<String, JsonSchema> strict = new ConcurrentHashMap<>();

    /** What is wrong with a message of this name; empty when nothing is. */
    public List<String> problems(String name, String value) {
        if (!schemas.names().contains(name)) {
            return List.of("no schema describes " + name + "; add the message to asyncapi.yaml");
        }
        JsonSchema schema = strict.computeIfAbsent(
                name, key -> compiled(JSON.valueToTree(schemas.schema(key).orElseThrow())));
        return schema.validate(parse(value)).stream()
                .map(ValidationMessage::toString)
                .map(problem -> name + " " + problem + " in " + value)
                .toList();
    }

    /** What is wrong with a value of this schema; empty when nothing is. */
    static List<String> problems(JsonNode schema, JsonNode value) {
        return compiled(schema).validate(value).stream()
                .map(ValidationMessage::toString)
                .toList();
    }

    private static JsonSchema compiled(JsonNode schema) {
        close(schema);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    private static void close(JsonNode part) {
        if (part instanceof ObjectNode object && object.path("properties").isObject()) {
            object.putIfAbsent("additionalProperties", object.booleanNode(false));
        }
        part.forEach(EventContract::close);
    }

    private static JsonNode parse(String value) {
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
