package io.upkeep.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.text.Shown;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
    private static final Pattern TITLE = Pattern.compile("<title>([^<]{1,500})</title>", Pattern.CASE_INSENSITIVE);

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

    /** @throws Unreadable when the body is not JSON */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Unreadable("is not JSON but \"%s\"".formatted(said()));
        }
    }

    /** What the server wants to tell people: its message, the title of its page, or how the body begins; fit for a message. */
    String said() {
        return Shown.reason(message().or(this::title).orElse(body));
    }

    private Optional<String> message() {
        try {
            JsonNode told = JSON.readTree(body);
            return Stream.of("message", "error", "error_description")
                    .map(told::path)
                    .filter(said -> !said.isMissingNode() && !said.isNull())
                    .map(said -> said.isTextual() ? said.asText() : said.toString())
                    .findFirst();
        } catch (JsonProcessingException page) {
            return Optional.empty();
        }
    }

    private Optional<String> title() {
        Matcher title = TITLE.matcher(body);
        return title.find() ? Optional.of(title.group(1)) : Optional.empty();
    }

    /** The answer in words. */
    String words() {
        return status <= NOTHING ? said() : "HTTP %d%s".formatted(status, body.isBlank() ? "" : " \"" + said() + "\"");
    }
}
