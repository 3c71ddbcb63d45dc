package io.upkeep.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.upkeep.text.Shown;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What somebody sent, read strictly: one JSON object with known fields, nothing twice, texts and objects of texts only, at most
 * {@value #LARGEST} bytes. Whatever else it is, is an {@link InvalidMessage} that shows a right one.
 */
public final class StrictMessage {

    /** The largest message, in bytes. */
    public static final int LARGEST = 64 * 1024;

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

    private final JsonNode object;
    private final String example;

    private StrictMessage(JsonNode object, String example) {
        this.object = object;
        this.example = example;
    }

    /**
     * Reads a message.
     *
     * @param value the message's bytes; null for a tombstone
     * @param fields the fields it may have
     * @param example a right message
     */
    public static StrictMessage parse(byte[] value, Set<String> fields, String example) {
        StrictMessage message = new StrictMessage(object(value, example), example);
        message.object.fieldNames().forEachRemaining(field -> {
            if (!fields.contains(field)) {
                throw message.invalid("field '%s' is not known".formatted(Shown.of(field)));
            }
        });
        return message;
    }

    private static JsonNode object(byte[] value, String example) {
        if (value == null) {
            throw invalid("the message is empty (a tombstone)", example);
        }
        if (value.length > LARGEST) {
            throw invalid("the message has %d bytes, more than %d".formatted(value.length, LARGEST), example);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            JsonNode object = JSON.readTree(text);
            if (!object.isObject()) {
                throw invalid("the message is not a JSON object", example);
            }
            return object;
        } catch (CharacterCodingException e) {
            throw invalid("the message is not UTF-8 text", example);
        } catch (JsonProcessingException e) {
            throw invalid("the message is not strict JSON: " + Shown.of(withoutSource(e)), example);
        }
    }

    /** The parser says in some places that it does not show the source; where it stopped is enough. */
    private static String withoutSource(JsonProcessingException e) {
        return e.getOriginalMessage().replaceAll("\\[Source: [^;]*; ", "[");
    }

    /** Whether it has the field. */
    public boolean has(String field) {
        return object.has(field);
    }

    /** The text of a field that must be there. */
    public String text(String field) {
        return text(object, field);
    }

    /** The same, which must be as the pattern says. */
    public String text(String field, Pattern right) {
        return checked(field, text(field), right);
    }

    /** A value that stands for a field, which must be as the pattern says. */
    public String checked(String field, String value, Pattern right) {
        if (!right.matcher(value).matches()) {
            throw invalid("'%s' is '%s', which is too long or has characters it may not have"
                    .formatted(field, Shown.of(value)));
        }
        return value;
    }

    /** The texts of an object, in order; none where the field is missing. */
    public Map<String, String> texts(String field) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode inner = object.get(field);
        if (inner == null) {
            return texts;
        }
        if (!inner.isObject()) {
            throw invalid("'%s' is not an object".formatted(field));
        }
        inner.fieldNames().forEachRemaining(name -> texts.put(name, text(inner, name)));
        return texts;
    }

    private String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null) {
            throw invalid("'%s' is missing".formatted(field));
        }
        if (!value.isTextual()) {
            throw invalid("'%s' is not a text in quotes".formatted(Shown.of(field)));
        }
        return value.textValue();
    }

    /** What is to be thrown for a reason that only the reader knows. */
    public InvalidMessage invalid(String reason) {
        return invalid(reason, example);
    }

    private static InvalidMessage invalid(String reason, String example) {
        return new InvalidMessage(reason + "; write " + example);
    }
}
