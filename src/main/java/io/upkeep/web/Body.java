package io.upkeep.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads a request's body strictly: a misspelt field would otherwise be a limit that is silently not there. */
final class Body {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Body() {}

    /** @param example a right body, for the message */
    static <T> T read(String body, Class<T> type, String example) {
        try {
            T read = body == null || body.isBlank() ? null : JSON.readValue(body, type);
            if (read != null) {
                return read;
            }
        } catch (JsonProcessingException e) {
            // falls through: the parser's own message speaks of classes
        }
        throw new BadValue("the body is not what is asked for; send for example " + example);
    }
}
