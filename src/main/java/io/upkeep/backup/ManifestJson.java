package io.upkeep.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The manifest as JSON. The same manifest gives the same bytes, so that storing it again changes nothing. */
final class ManifestJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestJson() {}

    static String text(Manifest manifest) {
        try {
            return JSON.writeValueAsString(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is JSON", e);
        }
    }

    /**
     * Reads a manifest from a stream, which stays open.
     *
     * @throws BackupRefused when it is damaged or cut off
     * @throws IOException when the stream cannot be read
     */
    static Manifest read(InputStream in, String name) throws IOException {
        try {
            return Objects.requireNonNull(JSON.readValue(in.readAllBytes(), Manifest.class));
        } catch (JsonProcessingException | NullPointerException broken) {
            throw new BackupRefused(
                    "the %s is damaged or cut off, it is not a whole manifest%s; take the backup again"
                            .formatted(name, where(broken)),
                    broken);
        }
    }

    /** Reads a manifest; one that is cut off or not a manifest is refused. */
    static Manifest read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, "stored manifest");
        } catch (IOException unread) {
            throw new UncheckedIOException("the fetched manifest cannot be read: " + unread.getMessage(), unread);
        }
    }

    /** Where in it, as its parser's own words are about classes. */
    private static String where(Exception broken) {
        return broken instanceof JsonProcessingException json && json.getLocation() != null
                ? " (line %d, column %d)"
                        .formatted(
                                json.getLocation().getLineNr(),
                                json.getLocation().getColumnNr())
                : "";
    }
}
