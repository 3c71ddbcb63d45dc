package io.upkeep.backup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

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
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("a manifest is JSON", e);
        }
    }

    /** Reads a manifest from a stream, which stays open. */
    static Manifest read(InputStream in, String name) {
        try {
            return JSON.readValue(in.readAllBytes(), Manifest.class);
        } catch (IOException | NullPointerException broken) {
            throw new BackupRefused(
                    "'" + name + "' is not a whole manifest: " + broken.getMessage() + "; take the backup again",
                    broken);
        }
    }

    /** Reads a manifest; one that is cut off or not a manifest is refused. */
    static Manifest read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return JSON.readValue(in, Manifest.class);
        } catch (IOException | NullPointerException broken) {
            throw new BackupRefused(
                    "'" + file + "' is not a whole manifest: " + broken.getMessage() + "; take the backup again",
                    broken);
        }
    }
}
