package io.upkeep.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.text.Shown;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came back for a request.
 *
 * @param status the HTTP status; 0 when nothing came back, -1 when the server was not even reached
 * @param headers by name in lower case
 * @param body the text; for status 0 and -1 the reason
 */
record Answer(int status, Map<String, String> headers, String body) {

    static final int NOTHING = 0;
    static final int NOT_REACHED = -1;
    private static final ObjectMapper JSON = new ObjectMapper();

    Answer {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), value));
        headers = lower;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean isGood() {
        return status >= 200 && status < 300 && status != 203;
    }

    /** @throws JobFailed when the body is not JSON */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new JobFailed(
                    "the answer is not JSON but \"%s\"; is the address that of the API?".formatted(shown()));
        }
    }

    /** The beginning of the body, fit for a message. */
    String shown() {
        return Shown.reason(body);
    }

    /** The answer in words. */
    String words() {
        return status <= NOTHING ? shown() : "HTTP %d%s".formatted(status, body.isBlank() ? "" : " " + shown());
    }
}
