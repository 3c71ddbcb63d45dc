package io.upkeep.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictMessageTest {

    private static final Set<String> FIELDS = Set.of("id", "labels");
    private static final String EXAMPLE = "{\"id\": \"4711\"}";

    @Test
    void gives_texts_and_objects_of_texts() {
        StrictMessage message =
                StrictMessage.parse(bytes("{'id': 'Löwe', 'labels': {'b': '2', 'a': '1'}}"), FIELDS, EXAMPLE);

        assertThat(message.text("id")).isEqualTo("Löwe");
        assertThat(message.texts("labels")).containsExactly(Map.entry("b", "2"), Map.entry("a", "1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            now                        | the message is not strict JSON: Unrecognized token 'now'
            {'id': '4711'              | the message is not strict JSON: Unexpected end-of-input
            {'id': '1'} {'id': '2'}    | the message is not strict JSON: Trailing token
            {'id': '1', 'id': '2'}     | the message is not strict JSON: Duplicate field 'id'
            {'labels': {'a': {'b':1}}} | the message is not strict JSON: Document nesting depth (3) exceeds
            ['4711']                   | the message is not a JSON object
            {'ID': '4711'}             | field 'ID' is not known
            """)
    void says_what_is_wrong_and_what_is_right_and_nothing_of_the_parser(String message, String reason) {
        assertThatThrownBy(() -> StrictMessage.parse(bytes(message), FIELDS, EXAMPLE))
                .isInstanceOf(InvalidMessage.class)
                .hasMessageStartingWith(reason)
                .hasMessageEndingWith("; write " + EXAMPLE)
                .hasMessageNotContaining("REDACTED");
    }

    @Test
    void refuses_what_is_no_text_or_too_much_of_it() {
        assertThatThrownBy(() -> StrictMessage.parse(null, FIELDS, EXAMPLE)).hasMessageContaining("a tombstone");
        assertThatThrownBy(() -> StrictMessage.parse(new byte[] {'{', (byte) 0xff, '}'}, FIELDS, EXAMPLE))
                .hasMessageContaining("is not UTF-8 text");
        assertThatThrownBy(() -> StrictMessage.parse(new byte[StrictMessage.LARGEST + 1], FIELDS, EXAMPLE))
                .hasMessageContaining("has 65537 bytes, more than 65536");
    }

    private static byte[] bytes(String message) {
        return message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
