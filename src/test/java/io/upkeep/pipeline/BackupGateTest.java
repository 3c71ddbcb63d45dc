package io.upkeep.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupGateTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # gate                          | database             | configuration        | why it is closed
            ''                              |                      |                      |
            24h                             |                      |                      | needs a verified backup younger than 24h, and there is none; run back-up-configuration
            24h                             | 2026-11-28T12:00:01Z |                      |
            24h                             | 2026-11-28T12:00:00Z |                      | needs a verified backup younger than 24h, and the newest is of 2026-11-28T12:00:00Z; run back-up-configuration
            24h                             | 2026-11-20T00:00:00Z | 2026-11-29T11:00:00Z |
            database=24h                    | 2026-11-20T00:00:00Z | 2026-11-29T11:00:00Z | needs a verified backup of 'database' younger than 24h, and the newest is of 2026-11-20T00:00:00Z; run back-up-database
            database=24h,configuration=2d   | 2026-11-29T00:00:00Z | 2026-11-27T13:00:00Z |
            database=24h,configuration=2d   | 2026-11-29T00:00:00Z |                      | needs a verified backup of 'configuration' younger than 48h, and there is none; run back-up-configuration
            """)
    void says_which_backup_is_missing_or_too_old(String gate, Instant database, Instant configuration, String why) {
        Map<String, Optional<Instant>> newest =
                Map.of("database", Optional.ofNullable(database), "configuration", Optional.ofNullable(configuration));
        Optional<Instant> any =
                newest.values().stream().flatMap(Optional::stream).max(Instant::compareTo);

        assertThat(BackupGate.parse(gate).closed(series -> newest.getOrDefault(series, any), NOW))
                .isEqualTo(Optional.ofNullable(why));
    }

    @Test
    void a_gate_that_is_no_age_is_told_with_an_example() {
        assertThatThrownBy(() -> BackupGate.parse("database=soon"))
                .hasMessage("'soon' is no age of a backup; write 24h, or database=24h,configuration=2d");
        assertThatThrownBy(() -> BackupGate.parse("Database=24h")).hasMessageContaining("write 24h");
    }
}
