package io.upkeep.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Whether a configuration file can be deployed: JSON and YAML files are well-formed, and a file {@code a/b.json} for which the
 * estate has a JSON Schema ({@code a/b.json.schema.json} in the schemas directory) obeys it.
 */
@Component
class ConfigurationCheck {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path schemas;

    ConfigurationCheck(
            @Value(
                            "${upkeep.configuration.schemas:${upkeep.routes.directory:./routes}/pipelines/configuration/schemas}")
                    Path schemas) {
        this.schemas = schemas;
    }

    /**
     * Refuses a file that is not well-formed or does not obey its schema.
     *
     * @param shown how the message names the file
     * @param path of the file within its version
     */
    void require(String shown, String path, byte[] content) {
        JsonNode parsed = parse(shown, path.toLowerCase(Locale.ROOT), content);
        Path schema = schemas.resolve(path + ".schema.json");
        if (!Files.isRegularFile(schema)) {
            return;
        }
        if (parsed == null) {
            throw new BackupRefused(shown + ": " + schema + " describes it, but it is neither JSON nor YAML");
        }
        String mistakes = schema(schema).validate(parsed).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .limit(5)
                .collect(Collectors.joining("; "));
        if (!mistakes.isEmpty()) {
            throw new BackupRefused(
                    shown + ": " + EntryPath.shown(mistakes) + "; what it must hold stands in " + schema);
        }
    }

    private static JsonNode parse(String shown, String path, byte[] content) {
        try {
            if (path.endsWith(".json")) {
                return JSON.readTree(content);
            }
            if (path.endsWith(".yaml") || path.endsWith(".yml")) {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(content))
                        .toString();
                return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
            }
            return null;
        } catch (JsonProcessingException e) {
            throw malformed(
                    shown,
                    "JSON",
                    e.getOriginalMessage().replaceAll(" *\\(start marker.*", "") + " at line "
                            + e.getLocation().getLineNr(),
                    e);
        } catch (YAMLException | CharacterCodingException | IllegalArgumentException e) {
            throw malformed(shown, "YAML", e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BackupRefused malformed(String shown, String format, String why, Exception cause) {
        return new BackupRefused(
                shown + " is not " + format + ": " + EntryPath.shown(String.valueOf(why)) + "; correct the file",
                cause);
    }

    private static JsonSchema schema(Path schema) {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(JSON.readTree(Files.readAllBytes(schema)));
        } catch (IOException e) {
            throw new UncheckedIOException("the schema " + schema + " cannot be read", e);
        }
    }
}
