package io.upkeep.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;

/** The server's answer for programs ({@code --json}) and its fields for people. */
final class Printed {

    /** Everything beyond ASCII is escaped, so that the output is harmless on a terminal too. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private static final String[] SIZES = {"KiB", "MiB", "GiB", "TiB", "PiB"};

    private Printed() {}

    static void json(Terminal terminal, JsonNode node) {
        try {
            terminal.out().println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON cannot be written as JSON", e);
        }
    }

    /** A field's text, empty when it is null. */
    static String text(JsonNode node, String field) {
        return node.hasNonNull(field) ? node.get(field).asText() : "";
    }

    /** A field that is a number of bytes: {@code 812 B}, {@code 1.2 MiB}; empty when it is null. */
    static String bytes(JsonNode node, String field) {
        if (!node.hasNonNull(field)) {
            return "";
        }
        double shown = node.get(field).asDouble();
        int size = -1;
        for (; shown >= 1024 && size < SIZES.length - 1; size++) {
            shown /= 1024;
        }
        return size < 0 ? text(node, field) + " B" : String.format(Locale.ROOT, "%.1f %s", shown, SIZES[size]);
    }

    /** A field's sentence: instants in it are on this machine's clock face. */
    static String words(JsonNode node, String field) {
        return Times.localIn(text(node, field));
    }
}
