package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.pipeline.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are asked with about a change: it has to fit into the input of the run that asks them. */
class ConfigurationChangesTest {

    private static final Input DIFFERENCE =
            new Input("difference", Input.Type.STRING, true, null, List.of(), version -> java.util.Optional.empty());

    @TempDir
    Path directory;

    private ConfigurationChanges changes;

    @BeforeEach
    void version_1_is_in_production() throws IOException {
        ConfigurationVersions versions =
                new ConfigurationVersions(directory, new ConfigurationCheck(directory.resolve("no-schemas")));
        changes = new ConfigurationChanges(versions, new DeployedVersions(null, null, versions, new ObjectMapper()) {
            @Override
            Map<String, DeployedVersion> newest(String pipeline) {
                return Map.of("production", new DeployedVersion("1.0.0", Map.of()));
            }
        });
        write("1.0.0", "queues.txt", "one\n");
    }

    private void write(String version, String name, String text) throws IOException {
        for (String environment : List.of("staging-network", "production-network")) {
            Path file = directory.resolve(version).resolve(environment).resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }

    private String text(String version, String reason) {
        String text = String.valueOf(changes.request(version, "network", reason).get("text"));
        assertThat(DIFFERENCE.problemWith(text)).isEmpty();
        return text;
    }

    @Test
    void a_short_difference_is_shown_whole() throws IOException {
        write("1.1.0", "queues.txt", "two\n");

        assertThat(text("1.1.0", "queues of all offices"))
                .startsWith(
                        "network configuration, version 1.1.0\nreason: queues of all offices\nin production now: 1.0.0\n")
                .endsWith("-one\n+two\n");
    }

    @Test
    void a_long_one_is_shown_by_its_beginning_with_how_to_see_all_of_it() throws IOException {
        write("1.6.0", "queues.txt", "a queue of an office, and what belongs to it\n".repeat(120));

        assertThat(text("1.6.0", "queues of all offices"))
                .contains("reason: queues of all offices\n", "+a queue of an office, and what belongs to it\n")
                .endsWith(
                        "\n… and more; all of it: upkeep configuration diff 1.0.0 1.6.0 --environment=production-network");
        assertThat(text("1.6.0", "because ".repeat(500)))
                .as("the difference has its room, however long the reason is")
                .contains("because because", "…\nin production now: 1.0.0\n", "+a queue of an office");
    }

    @Test
    void what_is_no_text_to_people_does_not_keep_them_from_being_asked() throws IOException {
        write("1.2.0", "queues.txt", "a page\fbreak and \u001b[31mred\r\n");

        assertThat(text("1.2.0", "pages")).contains("+a page\uFFFDbreak and \uFFFD[31mred\n");
    }
}
