package io.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    @TempDir
    Path folder;

    @Test
    void writes_through_to_the_disk_and_keeps_its_data_over_a_restart() throws Exception {
        try (EmbeddedDatabase first = EmbeddedDatabase.open(folder)) {
            assertThat(ask(first, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(first, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(first, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ask(first, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            execute(first, "CREATE TABLE kept AS SELECT 'still here' AS word");
        }
        try (EmbeddedDatabase second = EmbeddedDatabase.open(folder)) {
            assertThat(ask(second, "SELECT word FROM kept")).isEqualTo("still here");
        }
    }

    @Test
    void uses_the_server_that_a_killed_process_left_running() throws Exception {
        try (EmbeddedDatabase left = EmbeddedDatabase.open(folder)) {
            EmbeddedDatabase found = EmbeddedDatabase.open(folder);
            assertThat(found.url()).isEqualTo(left.url());
            assertThat(ask(found, "SELECT 'alive'")).isEqualTo("alive");
        }
    }

    private static String ask(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
