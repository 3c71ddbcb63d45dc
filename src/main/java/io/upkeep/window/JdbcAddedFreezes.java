package io.upkeep.window;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Added freezes in PostgreSQL. */
@Repository
class JdbcAddedFreezes implements AddedFreezes {

    private final JdbcClient jdbc;

    JdbcAddedFreezes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void add(AddedFreeze added) {
        Scope scope = added.freeze().scope();
        jdbc.sql("""
                        INSERT INTO added_freeze (id, name, from_at, until_at, zone, reason, pipelines, targets, exceptions,
                            added_by)
                        VALUES (:id, :name, :from, :until, :zone, :reason, :pipelines, :targets, :exceptions, :by)
                        """)
                .param("id", added.id())
                .param("name", added.freeze().name())
                .param("from", Timestamp.from(added.from()))
                .param("until", Timestamp.from(added.until()))
                .param("zone", added.freeze().zone().getId())
                .param("reason", added.freeze().reason())
                .param("pipelines", scope.pipelines().toArray(new String[0]))
                .param("targets", scope.targets())
                .param("exceptions", scope.exceptions().toArray(new String[0]))
                .param("by", added.addedBy())
                .update();
    }

    @Override
    public Optional<AddedFreeze> lift(UUID id, String by, Instant now) {
        return jdbc.sql("""
                        UPDATE added_freeze SET lifted_at = :now, lifted_by = :by
                        WHERE id = :id AND lifted_at IS NULL AND until_at > :now
                        RETURNING *
                        """)
                .param("id", id)
                .param("by", by)
                .param("now", Timestamp.from(now))
                .query(this::read)
                .optional();
    }

    @Override
    public List<AddedFreeze> alive(Instant now) {
        return jdbc.sql("SELECT * FROM added_freeze WHERE lifted_at IS NULL AND until_at > :now ORDER BY from_at, id")
                .param("now", Timestamp.from(now))
                .query(this::read)
                .list();
    }

    private AddedFreeze read(ResultSet row, int n) throws SQLException {
        Instant from = row.getTimestamp("from_at").toInstant();
        Instant until = row.getTimestamp("until_at").toInstant();
        Scope scope = new Scope(texts(row, "pipelines"), row.getString("targets"), texts(row, "exceptions"));
        Freeze freeze = new Freeze(
                row.getString("name"),
                new Freeze.Once(from, until),
                ZoneId.of(row.getString("zone")),
                row.getString("reason"),
                scope);
        return new AddedFreeze(row.getObject("id", UUID.class), freeze, from, until, row.getString("added_by"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
