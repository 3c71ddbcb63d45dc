package io.upkeep.log;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The reports in PostgreSQL: one row per run and host, to which each step adds its figures. */
@Repository
class JdbcLogReports {

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcLogReports(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A step's figures take the place of what it noted before. */
    void note(UUID run, String host, String work, HostLogs logs, boolean cutOff) {
        jdbc.sql("""
                        INSERT INTO log_work (run_id, host, work, files, bytes, empty_files, notes, cut_off, recorded_at)
                        VALUES (:run, :host, :work, :files, :bytes, :empty, :notes, :cutOff, :now)
                        ON CONFLICT (run_id, host, work) DO UPDATE
                        SET files = excluded.files, bytes = excluded.bytes, empty_files = excluded.empty_files, notes = excluded.notes,
                            cut_off = excluded.cut_off
                        """)
                .param("run", run)
                .param("host", host)
                .param("work", work)
                .param("files", logs.of(work).files())
                .param("bytes", logs.of(work).freed())
                .param("empty", logs.figure("emptied").files())
                .param("notes", String.join("\n", logs.notes()))
                .param("cutOff", cutOff)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** A host on which nothing was done: it could not even look. */
    void leftOut(UUID run, String host, String why) {
        jdbc.sql("""
                        INSERT INTO log_work (run_id, host, work, files, bytes, empty_files, notes, recorded_at)
                        VALUES (:run, :host, 'look', 0, 0, 0, :why, :now)
                        ON CONFLICT (run_id, host, work) DO UPDATE SET notes = excluded.notes
                        """)
                .param("run", run)
                .param("host", host)
                .param("why", why)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    List<LogReport> newest(int limit) {
        return jdbc.sql("""
                        SELECT run_id, host,
                               coalesce(sum(files) FILTER (WHERE work = 'rotate'), 0) AS rotated,
                               coalesce(sum(bytes) FILTER (WHERE work = 'rotate'), 0) AS rotated_bytes,
                               coalesce(sum(files) FILTER (WHERE work = 'compress'), 0) AS compressed,
                               coalesce(sum(bytes) FILTER (WHERE work = 'compress'), 0) AS compressed_bytes,
                               coalesce(sum(files) FILTER (WHERE work = 'remove'), 0) AS removed,
                               coalesce(sum(bytes) FILTER (WHERE work = 'remove'), 0) AS removed_bytes,
                               sum(empty_files) AS emptied,
                               bool_or(cut_off) AS cut_off,
                               max(notes) FILTER (WHERE work = 'look') AS left_out,
                               coalesce(string_agg(notes, E'\\n' ORDER BY recorded_at) FILTER (WHERE notes <> '' AND work <> 'look'), '') AS notes,
                               min(recorded_at) AS recorded_at
                        FROM log_work
                        WHERE run_id IN (SELECT run_id FROM log_work GROUP BY run_id ORDER BY min(recorded_at) DESC LIMIT :limit)
                        GROUP BY run_id, host
                        ORDER BY min(min(recorded_at)) OVER (PARTITION BY run_id) DESC, run_id, host
                        """)
                .param("limit", limit)
                .query((row, n) -> new LogReport(
                        row.getObject("run_id", UUID.class),
                        row.getString("host"),
                        row.getLong("rotated"),
                        row.getLong("rotated_bytes"),
                        row.getLong("compressed"),
                        row.getLong("compressed_bytes"),
                        row.getLong("removed"),
                        row.getLong("removed_bytes"),
                        row.getLong("emptied"),
                        row.getBoolean("cut_off"),
                        row.getString("notes"),
                        row.getString("left_out"),
                        row.getTimestamp("recorded_at").toInstant()))
                .list();
    }
}
