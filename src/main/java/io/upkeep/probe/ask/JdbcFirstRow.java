package io.upkeep.probe.ask;

import io.upkeep.probe.condition.Answer;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;

/** The first row that a query returns, by column. No more of the others is fetched, and of long texts only a part is kept. */
final class JdbcFirstRow {

    private static final int MILLIS_PER_SECOND = 1000;

    private final JdbcTemplate database;
    private final int timeoutSeconds;

    JdbcFirstRow(DataSource source, int timeoutMillis) {
        this.database = new JdbcTemplate(source);
        this.timeoutSeconds = Math.max(1, timeoutMillis / MILLIS_PER_SECOND);
    }

    /** Null when there is none. */
    Map<String, Object> of(String query) {
        return database.execute((java.sql.Connection connection) -> {
            try (var statement = connection.prepareStatement(query)) {
                statement.setQueryTimeout(timeoutSeconds);
                statement.setMaxRows(1);
                statement.setMaxFieldSize(Answer.LONGEST_BODY);
                try (var rows = statement.executeQuery()) {
                    return rows.next() ? new ColumnMapRowMapper().mapRow(rows, 0) : null;
                }
            }
        });
    }
}
