package io.upkeep.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.text.Shown;
import java.util.Locale;
import java.util.Set;

/** What a service's answer to a question for its health means. */
final class ServiceVerdicts {

    private static final Set<String> GOOD = Set.of("healthy", "up", "ok", "pass", "passed", "green");
    private static final Set<String> HALF = Set.of("degraded", "warn", "warning", "yellow");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ServiceVerdicts() {}

    /**
     * Judges an HTTP answer. The word is the {@code status} of a JSON object, or the whole of a one-word text; a good
     * HTTP status with anything else, such as a proxy's page, proves nothing.
     */
    static Verdict http(int status, String body) {
        String word = word(body);
        if (status < 200 || status > 299) {
            return Verdict.critical(
                    "answered with HTTP " + status + (word.isEmpty() ? "" : ", '" + Shown.reason(word) + "'"));
        }
        if (GOOD.contains(word)) {
            return Verdict.ok("says it is " + word);
        }
        if (HALF.contains(word)) {
            return Verdict.warning("says it is " + word);
        }
        return word.isEmpty()
                ? Verdict.unknown("answered with HTTP " + status + ", but not with a health report: '"
                        + Shown.reason(body == null ? "" : body.substring(0, Math.min(60, body.length()))) + "'")
                : Verdict.critical("says it is '" + Shown.reason(word) + "'");
    }

    private static String word(String body) {
        String text = body == null ? "" : body.strip();
        if (text.matches("[A-Za-z]{1,20}")) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (!text.startsWith("{")) {
            return "";
        }
        try {
            JsonNode status = JSON.readTree(text).path("status");
            return status.isTextual() ? status.asText().toLowerCase(Locale.ROOT) : "";
        } catch (JsonProcessingException notJson) {
            return "";
        }
    }
}
