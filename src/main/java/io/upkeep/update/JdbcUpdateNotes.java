package io.upkeep.update;

import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The notes and records in PostgreSQL. */
@Repository
class JdbcUpdateNotes implements UpdateNotes {

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    JdbcUpdateNotes(JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public void note(Note note) {
        jdbc.sql("""
                        INSERT INTO update_note (run_id, topic, host, content, noted_at)
                        VALUES (:run, :topic, :host, :content, :now)
                        ON CONFLICT (run_id, topic, host) DO UPDATE SET content = excluded.content
                        """)
                .param("run", note.run())
                .param("topic", note.topic())
                .param("host", note.host())
                .param("content", note.content())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    @Override
    public List<Note> of(UUID run) {
        return jdbc.sql("""
                        SELECT run_id, topic, host, content FROM update_note
                        WHERE run_id = :run ORDER BY noted_at, topic, host
                        """)
                .param("run", run)
                .query((row, n) -> new Note(
                        row.getObject("run_id", UUID.class),
                        row.getString("topic"),
                        row.getString("host"),
                        row.getString("content")))
                .list();
    }

    @Override
    public List<UpdateRecord> newest(int limit) {
        return jdbc.sql("""
                        SELECT run_id, pipeline, content, recorded_at FROM update_record
                        ORDER BY recorded_at DESC, run_id LIMIT :limit
                        """).param("limit", limit).query(JdbcUpdateNotes::read).list();
    }

    @Override
    public Optional<UpdateRecord> find(UUID run) {
        return jdbc.sql("SELECT run_id, pipeline, content, recorded_at FROM update_record WHERE run_id = :run")
                .param("run", run)
                .query(JdbcUpdateNotes::read)
                .optional();
    }

    private static UpdateRecord read(ResultSet row, int number) throws SQLException {
        return new UpdateRecord(
                row.getObject("run_id", UUID.class),
                row.getString("pipeline"),
                row.getString("content"),
                row.getTimestamp("recorded_at").toInstant());
    }

    @Override
    @Transactional
    public void record(UUID run, String pipeline, String content) {
        Instant now = clock.instant();
        int written = jdbc.sql("""
                        INSERT INTO update_record (run_id, pipeline, content, recorded_at)
                        VALUES (:run, :pipeline, :content, :now) ON CONFLICT (run_id) DO NOTHING
                        """)
                .param("run", run)
                .param("pipeline", pipeline)
                .param("content", content)
                .param("now", Timestamp.from(now))
                .update();
        jdbc.sql("DELETE FROM update_note WHERE run_id = :run")
                .param("run", run)
                .update();
        if (written == 1) {
            UUID id = UUID.nameUUIDFromBytes(("update " + run).getBytes(StandardCharsets.UTF_8));
            outbox.append(new Event(
                    UUID.randomUUID(),
                    "io.upkeep.update.documented.v1",
                    id.toString(),
                    run.toString(),
                    1,
                    now,
                    Map.of("run", run.toString(), "pipeline", pipeline, "content", content)));
        }
    }
}
