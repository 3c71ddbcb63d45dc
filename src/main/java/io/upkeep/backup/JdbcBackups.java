package io.upkeep.backup;

import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The catalogue in PostgreSQL. */
@Repository
class JdbcBackups implements Backups {

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    JdbcBackups(JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    @Transactional
    public void taken(Backup backup) {
        if (insert(backup)) {
            tell(backup.id());
        }
    }

    @Override
    @Transactional
    public void move(UUID id, BackupState next, String reason) {
        Backup backup = known(id);
        if (backup.state() != next) {
            change(backup, next, reason);
        }
    }

    @Override
    @Transactional
    public void proven(UUID id, Backup.Proof proof) {
        Backup backup = known(id);
        jdbc.sql("""
                        UPDATE backup SET proven_at = :at, restore_seconds = coalesce(:seconds, restore_seconds),
                            newest_row = coalesce(:newestRow, newest_row),
                            reason = NULL
                        WHERE id = :id
                        """)
                .param("id", id)
                .param("at", Timestamp.from(proof.at()))
                .param("seconds", proof.restoreSeconds(), Types.DOUBLE)
                .param("newestRow", timestamp(proof.newestRow()), Types.TIMESTAMP)
                .update();
        if (backup.state() != BackupState.VERIFIED) {
            change(backup, BackupState.VERIFIED, null);
        }
    }

    @Override
    public void note(UUID id, String reason) {
        jdbc.sql("UPDATE backup SET reason = :reason WHERE id = :id")
                .param("id", id)
                .param("reason", reason)
                .update();
    }

    @Override
    public void locked(UUID id, Instant until) {
        jdbc.sql("UPDATE backup SET locked_until = :until WHERE id = :id")
                .param("id", id)
                .param("until", Timestamp.from(until))
                .update();
    }

    private Backup known(UUID id) {
        return lock(id).orElseThrow(
                        () -> new BackupRefused("no backup has the id " + id + "; take it first (GET /api/backups)"));
    }

    @Override
    @Transactional
    public void failed(Backup backup) {
        Optional<Backup> known = lock(backup.id());
        if (known.isEmpty()) {
            taken(backup);
        } else if (known.get().state() != BackupState.FAILED) {
            change(known.get(), BackupState.FAILED, backup.reason());
        }
    }

    private void change(Backup backup, BackupState next, String reason) {
        if (!backup.state().next().contains(next)) {
            throw new BackupRefused("backup %s is %s and cannot become %s; it may become %s"
                    .formatted(backup.id(), backup.state(), next, backup.state().next()));
        }
        jdbc.sql("""
                        UPDATE backup SET state = :state, reason = :reason, changed_at = :now, sequence = sequence + 1
                        WHERE id = :id
                        """)
                .param("id", backup.id())
                .param("state", next.name())
                .param("reason", reason)
                .param("now", now())
                .update();
        tell(backup.id());
    }

    private boolean insert(Backup backup) {
        return jdbc.sql("""
                        INSERT INTO backup (id, run_id, pipeline, series, state, created_at, changed_at, object_key, manifest_key,
                            contents_key, sha256, bytes, entries, reason, hosts, sequence)
                        VALUES (:id, :run, :pipeline, :series, :state, :createdAt, :now, :objectKey, :manifestKey,
                            :contentsKey, :sha256, :bytes, :entries, :reason, string_to_array(:hosts, ','), 1)
                        ON CONFLICT (id) DO NOTHING
                        """)
                        .param("id", backup.id())
                        .param("run", backup.run())
                        .param("pipeline", backup.pipeline())
                        .param("series", backup.series())
                        .param("contentsKey", backup.contentsKey())
                        .param("state", backup.state().name())
                        .param("createdAt", Timestamp.from(backup.createdAt()))
                        .param("now", now())
                        .param("objectKey", backup.objectKey())
                        .param("manifestKey", backup.manifestKey())
                        .param("sha256", backup.sha256())
                        .param("bytes", backup.bytes())
                        .param("entries", backup.entries())
                        .param("reason", backup.reason())
                        .param("hosts", backup.hosts() == null ? null : String.join(",", backup.hosts()), Types.VARCHAR)
                        .update()
                == 1;
    }

    private void tell(UUID id) {
        jdbc.sql("SELECT * FROM backup WHERE id = :id")
                .param("id", id)
                .query((row, n) -> event(backup(row, n), row.getLong("sequence")))
                .list()
                .forEach(outbox::append);
    }

    /** The key is the run, so that a backup's events come in order with its run's. */
    private static Event event(Backup backup, long sequence) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", backup.id().toString());
        data.put("runId", backup.run().toString());
        data.put("pipeline", backup.pipeline());
        data.put("series", backup.series());
        data.put("state", backup.state().name());
        data.put("objectKey", backup.objectKey());
        data.put("sha256", backup.sha256());
        data.put("bytes", backup.bytes());
        data.put("entries", backup.entries());
        data.put("reason", backup.reason());
        if (backup.proof() != null) {
            data.put("provenAt", backup.proof().at().toString());
            data.put("restoreSeconds", backup.proof().restoreSeconds());
            data.put("newestRow", Objects.toString(backup.proof().newestRow(), null));
        }
        return new Event(
                UUID.randomUUID(),
                "io.upkeep.backup." + backup.state().name().toLowerCase(Locale.ROOT) + ".v1",
                backup.id().toString(),
                backup.run().toString(),
                sequence,
                backup.changedAt(),
                data);
    }

    private Optional<Backup> lock(UUID id) {
        return jdbc.sql("SELECT * FROM backup WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query(JdbcBackups::backup)
                .optional();
    }

    @Override
    public Optional<Backup> find(UUID id) {
        return jdbc.sql("SELECT * FROM backup WHERE id = :id")
                .param("id", id)
                .query(JdbcBackups::backup)
                .optional();
    }

    @Override
    public List<Backup> newest(int limit) {
        return jdbc.sql("SELECT * FROM backup ORDER BY created_at DESC, id LIMIT :limit")
                .param("limit", limit)
                .query(JdbcBackups::backup)
                .list();
    }

    @Override
    public List<Backup> stored() {
        return jdbc.sql("""
                        SELECT * FROM backup WHERE state IN ('UPLOADED', 'VERIFIED', 'BROKEN') ORDER BY created_at DESC, id
                        """).query(JdbcBackups::backup).list();
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static Instant instant(Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Backup backup(ResultSet row, int n) throws SQLException {
        return new Backup(
                row.getObject("id", UUID.class),
                row.getObject("run_id", UUID.class),
                row.getString("pipeline"),
                row.getString("series"),
                BackupState.valueOf(row.getString("state")),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant(),
                row.getString("object_key"),
                row.getString("manifest_key"),
                row.getString("contents_key"),
                row.getString("sha256"),
                row.getLong("bytes"),
                row.getLong("entries"),
                row.getString("reason"),
                instant(row.getTimestamp("locked_until")),
                proof(row),
                hosts(row));
    }

    private static List<String> hosts(ResultSet row) throws SQLException {
        Array hosts = row.getArray("hosts");
        return hosts == null ? null : List.of((String[]) hosts.getArray());
    }

    private static Backup.Proof proof(ResultSet row) throws SQLException {
        Timestamp at = row.getTimestamp("proven_at");
        return at == null
                ? null
                : new Backup.Proof(
                        at.toInstant(),
                        row.getObject("restore_seconds", Double.class),
                        instant(row.getTimestamp("newest_row")));
    }
}
