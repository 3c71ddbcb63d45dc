package io.upkeep.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationVersionsTest {

    private static final Path SCHEMAS = Path.of("routes/pipelines/configuration/schemas");
    private static final String GOOD = """
            {"serviceName": "virtual-queue-api", "version": "1.1.0", "environment": "production",
             "database": {"host": "db", "port": 5432, "name": "virtual_queue", "user": "virtual_queue"},
             "redis": {"host": "cache", "port": 6379}, "queue": {"maxLength": 500}}
            """;

    @TempDir
    Path directory;

    private ConfigurationVersions versions;

    @BeforeEach
    void a_good_version() throws IOException {
        versions = new ConfigurationVersions(directory, new ConfigurationCheck(SCHEMAS));
        write("appsettings.json", GOOD);
        write("VERSION", "1.1.0\n");
        write("conf.d/queue.yaml", "limits: [1, 2]\n");
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve("1.1.0/production").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Map<String, Object> check() {
        return versions.check("1.1.0", "production");
    }

    @Test
    void a_good_version_becomes_a_sorted_tar_and_its_sums() throws IOException {
        Map<String, Object> checked = check();
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(versions.tar(checked)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names).containsExactly("VERSION", "appsettings.json", "conf.d/queue.yaml");
        assertThat(versions.sums(checked).lines().map(line -> line.substring(64)))
                .containsExactly("  ./VERSION", "  ./appsettings.json", "  ./conf.d/queue.yaml");
    }

    @Test
    void files_that_changed_since_they_were_checked_are_not_deployed() throws IOException {
        Map<String, Object> checked = check();
        write("VERSION", "1.1.1\n");
        assertThatThrownBy(() -> versions.tar(checked)).hasMessageContaining("not those that were checked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../1.1.0", "1.1.0/../1.1.0", "", "/etc", "1.1.0\n", "a b", ".hidden"})
    void a_name_with_path_tricks_is_refused(String version) {
        assertThatThrownBy(() -> versions.check(version, "production"))
                .isInstanceOf(BackupRefused.class)
                .hasMessageContaining("is not a name");
        assertThatThrownBy(() -> versions.check("1.1.0", version)).isInstanceOf(BackupRefused.class);
    }

    @Test
    void a_version_that_is_not_there_is_refused_with_those_that_are() {
        assertThatThrownBy(() -> versions.check("9.9.9", "production"))
                .hasMessageContaining("9.9.9")
                .hasMessageContaining("there are, the newest first, 1.1.0;");
    }

    @Test
    void versions_are_listed_in_the_order_in_which_a_refusal_names_them() throws IOException {
        Path there = directory.resolve("1.1.0");
        for (String version : List.of("1.0.0", "1.2.0", "1.3.0")) {
            Files.createDirectories(directory.resolve(version));
        }
        FileTime old = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(there, FileTime.from(Instant.parse("2026-03-01T00:00:00Z")));
        for (String version : List.of("1.0.0", "1.2.0", "1.3.0")) {
            Files.setLastModifiedTime(directory.resolve(version), old);
        }

        assertThat(versions.versions())
                .extracting(ConfigurationVersion::name)
                .as("the newest first, and of one time by name")
                .containsExactly("1.1.0", "1.3.0", "1.2.0", "1.0.0");
        assertThatThrownBy(() -> versions.check("9.9.9", "production"))
                .hasMessageContaining(
                        "there are, the newest first, 1.1.0, 1.3.0, 1.2.0, 1.0.0; write for example version=1.1.0");
    }

    @Test
    void what_is_not_well_formed_is_refused_with_file_and_line() throws IOException {
        write("appsettings.json", GOOD.replace("},", ","));
        assertThatThrownBy(this::check)
                .hasMessageContaining("1.1.0/production/appsettings.json is not JSON")
                .hasMessageContaining("at line ");
        write("appsettings.json", GOOD + "{}");
        assertThatThrownBy(this::check).hasMessageContaining("not JSON");
        write("appsettings.json", GOOD);
        write("conf.d/queue.yaml", "a: [1\n");
        assertThatThrownBy(this::check).hasMessageContaining("queue.yaml is not YAML");
        write("conf.d/queue.yaml", "!!javax.script.ScriptEngineManager [x]\n");
        assertThatThrownBy(this::check).hasMessageContaining("queue.yaml is not YAML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"database\"", "\"maxLength\"", "\"redis\"", "\"version\""})
    void a_key_that_the_estate_needs_is_missed_by_name(String key) throws IOException {
        write("appsettings.json", GOOD.replace(key, "\"other\""));
        assertThatThrownBy(this::check)
                .hasMessageContaining(key.replace("\"", ""))
                .hasMessageContaining("appsettings.json.schema.json");
    }

    @Test
    void links_are_not_deployed() throws IOException {
        Files.createSymbolicLink(directory.resolve("1.1.0/production/secrets"), Path.of("/etc/passwd"));
        assertThatThrownBy(this::check).hasMessageContaining("'secrets' is not a plain file");
    }

    @Test
    void an_empty_version_is_refused() throws IOException {
        Files.createDirectories(directory.resolve("2.0.0/staging"));
        assertThatThrownBy(() -> versions.check("2.0.0", "staging")).hasMessageContaining("holds no files");
    }
}
