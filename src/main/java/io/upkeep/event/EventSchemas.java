package io.upkeep.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What stands in the events that are sent and the requests that are taken: the AsyncAPI document that the jar holds, and
 * the JSON Schema of each of its messages.
 */
@Component
public class EventSchemas {

    private static final String JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema";

    private final Map<String, Object> document;
    private final Map<String, Map<String, Object>> messages = new LinkedHashMap<>();

    /** Reads the document. */
    public EventSchemas() {
        document = Collections.unmodifiableMap(read());
        fields(at("#/components/messages"))
                .values()
                .forEach(message -> messages.put(String.valueOf(fields(message).get("name")), fields(message)));
    }

    private static Map<String, Object> read() {
        try (InputStream yaml = EventSchemas.class.getResourceAsStream("asyncapi.yaml")) {
            return fields(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The AsyncAPI 3.0 document. */
    public Map<String, Object> document() {
        return document;
    }

    /** Every message: events by their type, {@code io.upkeep.run.started.v1}, and {@code request} and {@code refused}. */
    public Set<String> names() {
        return Collections.unmodifiableSet(messages.keySet());
    }

    /** What a message tells, in one line; empty when there is none of this name. */
    public Optional<String> summary(String name) {
        return Optional.ofNullable(messages.get(name))
                .map(message -> String.valueOf(message.get("summary")).strip());
    }

    /**
     * The JSON Schema (2020-12) of a message's value, without references; empty when there is no message of this name. An
     * event's {@code $id} is the {@code ce_dataschema} that it is sent with.
     */
    public Optional<Map<String, Object>> schema(String name) {
        return Optional.ofNullable(messages.get(name)).map(message -> {
            Map<String, Object> schema = new LinkedHashMap<>();
            schema.put("$schema", JSON_SCHEMA);
            schema.put("$id", CloudEvent.SCHEMA + name);
            schema.putAll(fields(inlined(message.get("payload"))));
            return schema;
        });
    }

    private Object inlined(Object part) {
        if (part instanceof List<?> list) {
            return list.stream().map(this::inlined).toList();
        }
        if (!(part instanceof Map<?, ?>)) {
            return part;
        }
        Map<String, Object> fields = fields(part);
        if (fields.get("$ref") instanceof String pointer) {
            return inlined(at(pointer));
        }
        Map<String, Object> whole = new LinkedHashMap<>();
        fields.forEach((name, value) -> whole.put(name, inlined(value)));
        return whole;
    }

    private Object at(String pointer) {
        Object found = document;
        for (String name : pointer.substring("#/".length()).split("/", -1)) {
            found = fields(found).get(name);
        }
        if (found == null) {
            throw new IllegalStateException("asyncapi.yaml: '%s' leads nowhere".formatted(pointer));
        }
        return found;
    }

    @SuppressWarnings("unchecked") // the keys of YAML maps are texts here
    private static Map<String, Object> fields(Object part) {
        return (Map<String, Object>) part;
    }
}
