package io.upkeep.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** Reads and writes what the servers exchange. */
final class Json {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Json() {}

    static String of(Map<String, ?> content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }

    /** A number that may stand in a path; no text of a server's ever does. */
    static String id(JsonNode node, String field) {
        JsonNode id = node.path(field);
        if (!id.isIntegralNumber() || id.asLong() < 0) {
            throw new Unreadable("has no number in '%s'".formatted(field));
        }
        return id.asText();
    }

    /** A list that must be there: to take its absence for an empty one would start a job twice. */
    static JsonNode list(JsonNode list, String field) {
        if (!list.isArray()) {
            throw new Unreadable("has no list '%s'".formatted(field));
        }
        return list;
    }
}
