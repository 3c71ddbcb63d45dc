package io.upkeep.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.run.StepKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Writes an exchange's body and variables down as JSON, and puts them back. */
@Component
class Checkpoints {

    private static final int LARGEST = 256 * 1024;

    private final ObjectMapper json;

    Checkpoints(ObjectMapper json) {
        this.json = json;
    }

    String take(StepKey step, Exchange exchange) {
        Map<String, Object> content = new LinkedHashMap<>();
        Object body = exchange.getMessage().getBody();
        require(step, "the body", body);
        content.put("body", body);
        Map<String, Object> variables = new TreeMap<>(exchange.getVariables());
        variables.forEach((name, value) -> require(step, "variable '" + name + "'", value));
        content.put("variables", variables);
        try {
            String text = json.writeValueAsString(content);
            if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
                throw new NoCheckpoint(
                        "step '%s' leaves more than 256 KB in body and variables; write the content to a file or store and keep its path, or end the step with `setBody: {simple: ''}`"
                                .formatted(step));
            }
            return text;
        } catch (JsonProcessingException e) {
            throw new NoCheckpoint("step '%s' cannot be written down: %s".formatted(step, e.getOriginalMessage()), e);
        }
    }

    void restore(String checkpoint, Exchange exchange) {
        Map<String, Object> content = read(checkpoint);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(content.get("body"));
        variables(content).forEach(exchange::setVariable);
    }

    /** The variables in a checkpoint, for the rollback route. */
    Map<String, Object> variables(String checkpoint) {
        return variables(read(checkpoint));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> variables(Map<String, Object> content) {
        return (Map<String, Object>) content.getOrDefault("variables", Map.of());
    }

    private Map<String, Object> read(String checkpoint) {
        try {
            return json.readerForMapOf(Object.class).readValue(checkpoint);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds a checkpoint that is not JSON", e);
        }
    }

    private static void require(StepKey step, String what, Object value) {
        if (!isJson(value)) {
            throw new NoCheckpoint(
                    "step '%s' leaves %s as %s, which cannot be written down for a replay; end the step with `convertBodyTo: {type: String}` or keep a path instead"
                            .formatted(step, what, value.getClass().getName()));
        }
    }

    private static boolean isJson(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().allMatch(e -> e.getKey() instanceof String && isJson(e.getValue()));
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(Checkpoints::isJson);
        }
        return value == null || value instanceof String || value instanceof Number || value instanceof Boolean;
    }
}
