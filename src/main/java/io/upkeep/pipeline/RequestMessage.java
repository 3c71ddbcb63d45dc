package io.upkeep.pipeline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.upkeep.run.RunRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a request for a run from a message's bytes, strictly: one JSON object with {@code pipeline}, {@code parameters}
 * (texts only), {@code requestedBy} and {@code id}, nothing else, nothing twice, at most {@value #LARGEST} bytes.
 */
final class RequestMessage {

    /** The largest message, in bytes. */
    static final int LARGEST = 64 * 1024;

    private static final String EXAMPLE =
            "{\"id\": \"4711\", \"pipeline\": \"deploy-configuration\", \"parameters\": {\"version\": \"1.1.0\"},"
                    + " \"requestedBy\": \"ada\"}";
    private static final Set<String> FIELDS = Set.of("id", "pipeline", "parameters", "requestedBy");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
    private static final Pattern PERSON = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,99}");

    private static final JsonMapper JSON = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(2)
                            .maxStringLength(LARGEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private RequestMessage() {}

    /**
     * The request in the message.
     *
     * @param value the message's bytes; null for a tombstone
     * @param cloudEventId stands in for a missing {@code id}; may be null
     * @throws InvalidRequest when anything about it is not as it must be
     */
    static RunRequest parse(byte[] value, String cloudEventId) {
        JsonNode request = object(value);
        request.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw invalid("field '%s' is not known".formatted(Shown.of(field)));
            }
        });
        String id = request.has("id") ? text(request, "id") : cloudEventId;
        if (id == null) {
            throw invalid("'id' is missing; without it a repeated message would run twice");
        }
        return new RunRequest(
                text(request, "pipeline"),
                parameters(request.get("parameters")),
                "kafka:" + (request.has("requestedBy") ? match(request, "requestedBy", PERSON) : "unnamed"),
                "kafka:" + checked("id", id, ID));
    }

    private static JsonNode object(byte[] value) {
        if (value == null) {
            throw invalid("the message is empty (a tombstone)");
        }
        if (value.length > LARGEST) {
            throw invalid("the message has %d bytes, more than %d".formatted(value.length, LARGEST));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            JsonNode request = JSON.readTree(text);
            if (!request.isObject()) {
                throw invalid("the message is not a JSON object");
            }
            return request;
        } catch (CharacterCodingException e) {
            throw invalid("the message is not UTF-8 text");
        } catch (JsonProcessingException e) {
            throw invalid("the message is not strict JSON: " + Shown.of(e.getOriginalMessage()));
        }
    }

    private static Map<String, String> parameters(JsonNode parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        if (parameters == null) {
            return values;
        }
        if (!parameters.isObject()) {
            throw invalid("'parameters' is not an object");
        }
        parameters.fieldNames().forEachRemaining(name -> values.put(name, text(parameters, name)));
        return values;
    }

    private static String match(JsonNode node, String field, Pattern right) {
        return checked(field, text(node, field), right);
    }

    private static String checked(String field, String value, Pattern right) {
        if (!right.matcher(value).matches()) {
            throw invalid("'%s' is '%s', which is too long or has characters it may not have"
                    .formatted(field, Shown.of(value)));
        }
        return value;
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            throw invalid("'%s' is missing".formatted(field));
        }
        if (!value.isTextual()) {
            throw invalid("'%s' is not a text in quotes".formatted(Shown.of(field)));
        }
        return value.textValue();
    }

    private static InvalidRequest invalid(String reason) {
        return new InvalidRequest(reason + "; write " + EXAMPLE);
    }
}
