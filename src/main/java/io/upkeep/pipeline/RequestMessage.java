package io.upkeep.pipeline;

import io.upkeep.event.InvalidMessage;
import io.upkeep.event.StrictMessage;
import io.upkeep.run.RunRequest;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a request for a run from a message's bytes, strictly: {@code pipeline}, {@code parameters} (texts only), {@code
 * requestedBy} and {@code id}, and nothing else.
 */
final class RequestMessage {

    private static final String EXAMPLE =
            "{\"id\": \"4711\", \"pipeline\": \"deploy-configuration\", \"parameters\": {\"version\": \"1.1.0\"},"
                    + " \"requestedBy\": \"ada\"}";
    private static final Set<String> FIELDS = Set.of("id", "pipeline", "parameters", "requestedBy");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
    private static final Pattern PERSON = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,99}");

    private RequestMessage() {}

    /**
     * The request in the message.
     *
     * @param value the message's bytes; null for a tombstone
     * @param cloudEventId stands in for a missing {@code id}; may be null
     * @throws InvalidRequest when anything about it is not as it must be
     */
    static RunRequest parse(byte[] value, String cloudEventId) {
        try {
            return request(StrictMessage.parse(value, FIELDS, EXAMPLE), cloudEventId);
        } catch (InvalidMessage wrong) {
            throw new InvalidRequest(wrong.getMessage());
        }
    }

    private static RunRequest request(StrictMessage message, String cloudEventId) {
        String id = message.has("id") ? message.text("id") : cloudEventId;
        if (id == null) {
            throw message.invalid("'id' is missing; without it a repeated message would run twice");
        }
        return new RunRequest(
                message.text("pipeline"),
                message.texts("parameters"),
                "kafka:" + (message.has("requestedBy") ? message.text("requestedBy", PERSON) : "unnamed"),
                "kafka:" + message.checked("id", id, ID));
    }
}
