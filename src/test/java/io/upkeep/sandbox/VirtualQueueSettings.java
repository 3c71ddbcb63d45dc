package io.upkeep.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What the virtual queue's API reads from {@code /app/config/appsettings.json} when it starts. */
record VirtualQueueSettings(
        String serviceName,
        String version,
        String databaseUrl,
        String databaseUser,
        String redisHost,
        int redisPort,
        int redisDatabase,
        int maxLength,
        String ticketPrefix) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIMEOUTS = "?connectTimeout=2&socketTimeout=2&loginTimeout=2";

    /** Throws {@link IllegalArgumentException} with the reason when the API could not start with this text. */
    static VirtualQueueSettings parse(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            return new VirtualQueueSettings(
                    required(root, "/serviceName").asText(),
                    required(root, "/version").asText(),
                    "jdbc:postgresql://%s:%d/%s%s"
                            .formatted(
                                    required(root, "/database/host").asText(),
                                    number(root, "/database/port"),
                                    required(root, "/database/name").asText(),
                                    TIMEOUTS),
                    required(root, "/database/user").asText(),
                    required(root, "/redis/host").asText(),
                    number(root, "/redis/port"),
                    root.at("/redis/database").asInt(0),
                    number(root, "/queue/maxLength"),
                    root.at("/queue/ticketPrefix").asText("A"));
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException(
                    "appsettings.json is not JSON: " + failure.getOriginalMessage(), failure);
        }
    }

    private static JsonNode required(JsonNode root, String pointer) {
        JsonNode value = root.at(pointer);
        if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
            throw new IllegalArgumentException("appsettings.json: " + pointer + " is missing");
        }
        return value;
    }

    private static int number(JsonNode root, String pointer) {
        JsonNode value = required(root, pointer);
        if (!value.isInt() || value.asInt() < 1) {
            throw new IllegalArgumentException("appsettings.json: " + pointer + " is not a number above 0: " + value);
        }
        return value.asInt();
    }
}
