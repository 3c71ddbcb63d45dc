package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.event.EventContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of requests says of a message what its reader says. */
class RequestSchemaTest {

    private final EventContract contract = new EventContract();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id': '4711', 'pipeline': 'greet'}",
                "{'pipeline': 'greet', 'parameters': {'version': '1.1.0'}, 'requestedBy': 'Ada Löwe'}",
                "{'id': 'a/b:c', 'pipeline': 'greet', 'parameters': {}, 'requestedBy': 'ci@example.org'}"
            })
    void what_is_read_is_as_described(String message) {
        assertThat(contract.problems("request", json(message))).isEmpty();
        assertThatCode(() -> read(message)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id': '4711'}",
                "{'id': 4711, 'pipeline': 'greet'}",
                "{'id': ' 4711', 'pipeline': 'greet'}",
                "{'id': '4711', 'pipeline': ['greet']}",
                "{'id': '4711', 'pipeline': 'greet', 'parameters': {'version': 1}}",
                "{'id': '4711', 'pipeline': 'greet', 'parameters': ['version']}",
                "{'id': '4711', 'pipeline': 'greet', 'requestedBy': '<ada>'}",
                "{'id': '4711', 'pipeline': 'greet', 'priority': 9}",
                "['greet']"
            })
    void what_is_refused_is_not_as_described(String message) {
        assertThat(contract.problems("request", json(message))).isNotEmpty();
        assertThatThrownBy(() -> read(message)).isInstanceOf(InvalidRequest.class);
    }

    private static void read(String message) {
        RequestMessage.parse(json(message).getBytes(StandardCharsets.UTF_8), "from-the-header");
    }

    private static String json(String message) {
        return message.replace('\'', '"');
    }
}
