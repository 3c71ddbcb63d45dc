package io.upkeep.probe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.text.Sha256;
import io.upkeep.text.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What a route asks between its requests to the store: which backup of a series is the newest, what its manifest promises,
 * which hash its archive has. Backups are named {@code <prefix>/yyyyMMdd_HHmmss-….tar.zst}, with {@code ….manifest.json}
 * stored last; names in order are times in order.
 */
@Component("newestBackup")
public class NewestBackup {

    private static final String MANIFEST = ".manifest.json";
    private static final Duration LOOKED_AT = Duration.ofDays(7);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    private final ObjectMapper json;
    private final Clock clock;

    NewestBackup(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** Asks for the names of the last days only: the store answers a thousand at a time, the oldest first. */
    public ListObjectsRequest recent(String bucket, String prefix) {
        String from = prefix + "/" + STAMP.format(clock.instant().minus(LOOKED_AT));
        return ListObjectsRequest.builder()
                .bucket(bucket)
                .prefix(prefix + "/")
                .marker(from)
                .build();
    }

    /**
     * The newest manifest's name and the sizes of all archives, or what is {@code missing}.
     *
     * @param prefix of which backups these are, such as {@code configuration}
     */
    public Map<String, Object> choose(List<S3Object> objects, String prefix) {
        Optional<String> newest = objects.stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(MANIFEST))
                .max(String::compareTo);
        Map<String, Object> chosen = new LinkedHashMap<>();
        if (newest.isEmpty()) {
            chosen.put(
                    "missing",
                    "no backup of %1$s in the last %2$d days; upkeep run back-up-%1$s takes one"
                            .formatted(prefix, LOOKED_AT.toDays()));
            return chosen;
        }
        chosen.put("manifestKey", newest.get());
        chosen.put(
                "sizes",
                objects.stream()
                        .filter(object -> !object.key().endsWith(MANIFEST))
                        .collect(Collectors.toMap(S3Object::key, S3Object::size)));
        return chosen;
    }

    /** What the manifest says of its archive, and the size that archive has in the store. */
    public Map<String, Object> read(Map<String, Object> chosen, InputStream manifest) throws IOException {
        Map<String, Object> backup = new LinkedHashMap<>();
        backup.put("createdAt", null);
        try (JsonParser parser = json.getFactory().createParser(manifest)) {
            promises(parser, backup);
        }
        Object size = ((Map<?, ?>) chosen.get("sizes")).get(backup.get("key"));
        if (size == null) {
            backup.put(
                    "missing",
                    "the archive %s of the newest manifest %s is not in the store; take a new backup"
                            .formatted(Shown.of(backup.get("key")), Shown.of(chosen.get("manifestKey"))));
        }
        backup.put("storedBytes", size);
        return backup;
    }

    /** Reads past the entries, which may be many, without keeping them. */
    private static void promises(JsonParser parser, Map<String, Object> backup) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("the newest manifest is not JSON as Upkeep writes it; take a new backup");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("createdAt")) {
                backup.put("createdAt", parser.getValueAsString());
            } else if (field.equals("archive") && value == JsonToken.START_OBJECT) {
                archive(parser, backup);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void archive(JsonParser parser, Map<String, Object> backup) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("bytes") && value == JsonToken.VALUE_NUMBER_INT) {
                backup.put(field, parser.getLongValue());
            } else if (field.equals("key") || field.equals("sha256")) {
                backup.put(field, parser.getValueAsString());
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Adds the hash of what the store returns as the archive, read as a stream. */
    public Map<String, Object> hash(Map<String, Object> backup, InputStream archive) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        byte[] buffer = new byte[64 * 1024];
        try (archive) {
            for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        }
        Map<String, Object> hashed = new LinkedHashMap<>(backup);
        hashed.put("storedSha256", Sha256.hex(sha256));
        return hashed;
    }
}
