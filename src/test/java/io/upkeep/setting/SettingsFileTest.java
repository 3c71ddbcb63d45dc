package io.upkeep.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "work_mem = '64MB'|work_mem|64MB",
                "work_mem=64MB # more|work_mem|64MB",
                "  Log_Min_Duration_Statement 250ms|log_min_duration_statement|250ms",
                "application_name = 'it''s'|application_name|it's",
                "auto_explain.log_min_duration = -1|auto_explain.log_min_duration|-1"
            })
    void settings_are_read_as_postgresql_reads_them(String line, String name, String value) {
        assertThat(SettingsFile.read("# the queue\n\n" + line + "\n"))
                .containsExactly(java.util.Map.entry(name, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "archive_command = 'curl evil'",
                "shared_preload_libraries = 'x'",
                "session_preload_libraries = x",
                "data_directory = '/'",
                "hba_file = '/tmp/x'",
                "ssl = off",
                "listen_addresses = '*'",
                "include 'other.conf'",
                "dynamic_library_path = '/tmp'",
                "log_filename = '../x'"
            })
    void what_runs_programs_or_opens_doors_is_not_changed_this_way(String line) {
        assertThatThrownBy(() -> SettingsFile.read("work_mem = 4MB\n" + line))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void lines_that_are_no_settings_are_named() {
        assertThatThrownBy(() -> SettingsFile.read("work_mem = '4MB"))
                .hasMessageContaining("line 1: 'work_mem = '4MB' is not a setting; write work_mem = '64MB'");
        assertThatThrownBy(() -> SettingsFile.read("work_mem = 4MB\nWORK_MEM = 5MB"))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> SettingsFile.read("# nothing")).hasMessageContaining("has 0 settings");
    }
}
