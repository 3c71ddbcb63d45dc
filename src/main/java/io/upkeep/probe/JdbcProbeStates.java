package io.upkeep.probe;

import io.upkeep.probe.ProbeHistory.Current;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Repository;

/** States, spans and latencies in PostgreSQL, written in batches. */
@Repository
class JdbcProbeStates {

    private final NamedParameterJdbcTemplate jdbc;

    JdbcProbeStates(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void replace(List<Current> currents) {
        batch("""
                INSERT INTO probe_state (target, probe, check_name, state, value, unit, reason, at, since, changes,
                    last, streak, streak_since, ring, is_flapping, told, held)
                VALUES (:target, :probe, :origin, :state, :value, :unit, :reason, :at, :since, :changes,
                    :last, :streak, :streakSince, :ring, :flapping, :told, :held)
                ON CONFLICT (target, probe) DO UPDATE SET
                    check_name = excluded.check_name, state = excluded.state, value = excluded.value,
                    unit = excluded.unit, reason = excluded.reason, at = excluded.at,
                    since = excluded.since, changes = excluded.changes, last = excluded.last,
                    streak = excluded.streak, streak_since = excluded.streak_since, ring = excluded.ring,
                    is_flapping = excluded.is_flapping, told = excluded.told, held = excluded.held
                """, currents.stream().map(JdbcProbeStates::row).toList());
    }

    private static MapSqlParameterSource row(Current now) {
        HardState standing = now.standing();
        return of(now).addValue("origin", now.origin())
                .addValue("value", now.result().value(), java.sql.Types.DOUBLE)
                .addValue("unit", now.result().unit())
                .addValue("reason", now.result().verdict().reason())
                .addValue("at", Timestamp.from(now.at()))
                .addValue("since", Timestamp.from(now.since()))
                .addValue("changes", now.changes())
                .addValue("last", standing.last().name())
                .addValue("streak", standing.streak())
                .addValue("streakSince", timestamp(standing.streakSince()), java.sql.Types.TIMESTAMP)
                .addValue("ring", standing.ring())
                .addValue("flapping", standing.flapping())
                .addValue("told", now.told().name())
                .addValue("held", now.held(), java.sql.Types.VARCHAR);
    }

    private static MapSqlParameterSource of(Current now) {
        return new MapSqlParameterSource("target", now.target())
                .addValue("probe", now.result().probe())
                .addValue("state", now.state().name());
    }

    void span(Current before, Current now, Duration staleAfter) {
        boolean gap = before != null && Duration.between(before.at(), now.at()).compareTo(staleAfter) > 0;
        if (before != null && !gap && before.state() == now.state()) {
            return;
        }
        if (before != null) {
            jdbc.update("""
                    UPDATE probe_span SET until_at = GREATEST(from_at, :until)
                    WHERE target = :target AND probe = :probe AND until_at IS NULL
                    """, of(before).addValue("until", Timestamp.from(gap ? before.at() : now.since())));
        }
        jdbc.update("""
                INSERT INTO probe_span (target, probe, state, from_at) VALUES (:target, :probe, :state, :from)
                ON CONFLICT (target, probe, from_at) DO UPDATE SET state = excluded.state, until_at = NULL
                """, of(now).addValue("from", Timestamp.from(gap ? now.at() : now.since())));
    }

    void addLatencies(List<Reading> readings) {
        Map<String, MapSqlParameterSource> counted = new TreeMap<>();
        for (Reading reading : readings) {
            if (reading.millis() != null) {
                Instant hour = reading.at().truncatedTo(ChronoUnit.HOURS);
                int bucket = Latency.bucket(reading.millis());
                counted.merge(
                        reading.key() + "/" + hour + "/" + bucket,
                        new MapSqlParameterSource("target", reading.target())
                                .addValue("probe", reading.result().probe())
                                .addValue("hour", Timestamp.from(hour))
                                .addValue("bucket", bucket)
                                .addValue("count", 1L),
                        (all, one) -> all.addValue("count", (Long) all.getValue("count") + 1));
            }
        }
        batch("""
                INSERT INTO probe_latency AS known (target, probe, hour, bucket, count)
                VALUES (:target, :probe, :hour, :bucket, :count)
                ON CONFLICT (target, probe, hour, bucket) DO UPDATE SET count = known.count + excluded.count
                """, List.copyOf(counted.values()));
    }

    private void batch(String sql, List<MapSqlParameterSource> rows) {
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(sql, rows.toArray(new MapSqlParameterSource[0]));
        }
    }

    static Current read(ResultSet row, int n) throws SQLException {
        Number value = (Number) row.getObject("value");
        ProbeState last = ProbeState.valueOf(row.getString("last"));
        ProbeResult result = new ProbeResult(
                row.getString("probe"),
                new Verdict(last, row.getString("reason")),
                value == null ? null : value.doubleValue(),
                row.getString("unit"));
        Timestamp streakSince = row.getTimestamp("streak_since");
        HardState standing = new HardState(
                ProbeState.valueOf(row.getString("state")),
                row.getTimestamp("since").toInstant(),
                last,
                row.getInt("streak"),
                streakSince == null ? null : streakSince.toInstant(),
                row.getInt("ring"),
                row.getBoolean("is_flapping"));
        return new Current(
                row.getString("target"),
                row.getString("check_name"),
                result,
                row.getTimestamp("at").toInstant(),
                standing,
                ProbeState.valueOf(row.getString("told")),
                row.getString("held"),
                row.getLong("changes"));
    }

    private static Timestamp timestamp(Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
