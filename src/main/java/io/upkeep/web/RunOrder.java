package io.upkeep.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.text.Shown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of a request for a run.
 *
 * @param parameters values of the pipeline's inputs: texts, numbers or booleans
 * @param requestId the asker's own id; asking twice with the same one starts one run
 * @param breakGlass whether the run goes past what admission would let it wait for; null means no
 * @param reason why the glass is broken
 * @param overrides {@code window}, {@code freeze}, {@code approval}, {@code dependency}, {@code backup}; null means the first three
 */
@Example("{\"parameters\": {\"version\": \"1.1.0\"}}")
record RunOrder(
        Map<String, JsonNode> parameters, String requestId, Boolean breakGlass, String reason, List<String> overrides) {

    private static final int LONGEST_REQUEST_ID = 200;

    /** The parameters as texts. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        if (parameters != null) {
            parameters.forEach((name, value) -> {
                if (!value.isValueNode()) {
                    throw new BadValue("input '%s' is a list or an object; write a text: \"%s\": \"1.1.0\""
                            .formatted(Shown.of(name), Shown.of(name)));
                }
                if (!value.isNull()) {
                    texts.put(name, value.asText());
                }
            });
        }
        return texts;
    }

    boolean breaksTheGlass() {
        if (!Boolean.TRUE.equals(breakGlass) && (reason != null || overrides != null)) {
            throw new BadValue("reason and overrides belong to \"breakGlass\": true; add it, or leave them out");
        }
        return Boolean.TRUE.equals(breakGlass);
    }

    /** The request id, checked; null when there is none. */
    String checkedRequestId() {
        if (requestId != null
                && (requestId.isBlank()
                        || requestId.length() > LONGEST_REQUEST_ID
                        || requestId.chars().anyMatch(Character::isISOControl))) {
            throw new BadValue("requestId '%s' is not 1 to 200 printable characters; write for example release-1.1.0"
                    .formatted(Shown.of(requestId)));
        }
        return requestId;
    }
}
