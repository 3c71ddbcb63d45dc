package io.upkeep.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What a process that is gone left in its database, read past all of the product's code. */
final class JdbcAftermath {

    private final JdbcClient jdbc;

    JdbcAftermath(String url, String user, String password) {
        this.jdbc = JdbcClient.create(new SingleConnectionDataSource(url, user, password, true));
    }

    /** The one run's state; empty while there is no run, or not even a table. */
    Optional<String> state() {
        boolean isMigrated = jdbc.sql("SELECT to_regclass('run') IS NOT NULL")
                .query(Boolean.class)
                .single();
        return isMigrated
                ? jdbc.sql("SELECT state FROM run").query(String.class).optional()
                : Optional.empty();
    }

    String reason() {
        return jdbc.sql("SELECT coalesce(reason, '') FROM run")
                .query(String.class)
                .single();
    }

    String failedStep() {
        return jdbc.sql("SELECT coalesce(failed_step, '') FROM run")
                .query(String.class)
                .single();
    }

    /** A step's state as recorded. */
    String step(Boundary boundary) {
        return jdbc.sql("SELECT state FROM step WHERE phase = :phase AND path = :path")
                .param("phase", boundary.phase().name())
                .param("path", boundary.step())
                .query(String.class)
                .single();
    }

    /** Everything recorded of each finished step, by phase and path, in order. */
    Map<String, String> finishedSteps() {
        return map("""
                SELECT phase || ' ' || path, s::text FROM step s WHERE state = 'FINISHED' ORDER BY position
                """);
    }

    /** The number of the last attempt at each step, by phase and path. */
    Map<String, Integer> attempts() {
        return numbers("SELECT phase || ' ' || path, attempt FROM step ORDER BY position");
    }

    /** How many events of a type tell of each step, by phase and path. */
    Map<String, Integer> stepEvents(String type) {
        return numbers("""
                SELECT (data ->> 'phase') || ' ' || (data ->> 'step'), count(*)::int FROM outbox
                WHERE type = '%s' GROUP BY 1
                """.formatted(type));
    }

    /** Sequence numbers of the run's events in the order of the outbox. */
    List<Long> sequences() {
        return jdbc.sql("SELECT sequence FROM outbox WHERE subject = (SELECT id::text FROM run) ORDER BY id")
                .query(Long.class)
                .list();
    }

    private Map<String, String> map(String sql) {
        Map<String, String> rows = new LinkedHashMap<>();
        jdbc.sql(sql).query(row -> {
            rows.put(row.getString(1), row.getString(2));
        });
        return rows;
    }

    private Map<String, Integer> numbers(String sql) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        map(sql).forEach((name, number) -> rows.put(name, Integer.valueOf(number)));
        return rows;
    }
}
