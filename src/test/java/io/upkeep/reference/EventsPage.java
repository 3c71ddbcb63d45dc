package io.upkeep.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.event.EventSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every event and what is in it, from the AsyncAPI document. */
final class EventsPage {

    private static final JsonNode DOCUMENT = new ObjectMapper().valueToTree(new EventSchemas().document());

    private EventsPage() {}

    static String write() {
        StringBuilder text = new StringBuilder("""
                # Events

                What Upkeep sends to Kafka and takes from it; [how to consume events](../how-to/consume-events.md) says how they arrive. For
                programs: `GET /api/events/schemas` is the AsyncAPI 3.0 document of all of them, `GET /api/events/schemas/TYPE` the JSON Schema
                (2020-12) of one, which events name as `ce_dataschema` (`urn:upkeep:schema:TYPE`). Fields in **bold** are always there.
                A later version may add fields; what would break a reader becomes a `.v2` beside the `.v1`.

                """);
        DOCUMENT.get("channels").forEach(channel -> channel(channel, text));
        text.append("## What is in them\n");
        DOCUMENT.at("/components/schemas").properties().forEach(schema -> fields(schema, text));
        return text.toString();
    }

    private static void channel(JsonNode channel, StringBuilder text) {
        text.append("## `%s`\n\n%s\n\n| type | when | data |\n|---|---|---|\n"
                .formatted(
                        channel.get("address").asText(),
                        channel.get("description").asText()));
        channel.get("messages").forEach(reference -> {
            JsonNode message = at(reference);
            text.append("| `%s` | %s | %s |\n"
                    .formatted(
                            message.get("name").asText(),
                            message.get("summary").asText(),
                            data(message.get("payload"))));
        });
        text.append('\n');
    }

    private static JsonNode at(JsonNode reference) {
        return DOCUMENT.at(reference.get("$ref").asText().substring(1));
    }

    private static String data(JsonNode payload) {
        JsonNode first = payload.has("anyOf") ? payload.get("anyOf").get(0) : payload;
        if (!first.has("$ref")) {
            return first.get("description").asText();
        }
        String pointer = first.get("$ref").asText();
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        return "[%s](#%s)".formatted(name, name);
    }

    private static void fields(Map.Entry<String, JsonNode> schema, StringBuilder text) {
        List<String> always = new ArrayList<>();
        schema.getValue().path("required").forEach(name -> always.add(name.asText()));
        text.append("\n### %s\n\n".formatted(schema.getKey()));
        if (schema.getValue().has("title")) {
            text.append(schema.getValue().get("title").asText()).append("\n\n");
        }
        text.append("| field | type | meaning |\n|---|---|---|\n");
        schema.getValue().get("properties").properties().forEach(field -> {
            String name = always.contains(field.getKey()) ? "**`%s`**" : "`%s`";
            text.append("| %s | %s | %s |\n"
                    .formatted(
                            name.formatted(field.getKey()),
                            type(field.getValue()),
                            field.getValue().path("description").asText()));
        });
    }

    private static String type(JsonNode field) {
        if (field.has("const")) {
            return "`" + field.get("const").asText() + "`";
        }
        if (field.has("enum")) {
            List<String> words = new ArrayList<>();
            field.get("enum").forEach(word -> words.add("`" + word.asText() + "`"));
            return String.join(", ", words);
        }
        List<String> types = new ArrayList<>();
        (field.get("type").isArray() ? field.get("type") : List.of(field.get("type")))
                .forEach(type -> types.add(type.asText()));
        String format = field.has("format") ? field.get("format").asText() : null;
        return String.join(" or ", types).replace("string", format == null ? "text" : format);
    }
}
