package io.upkeep.pipeline.timer;

import io.upkeep.pipeline.timer.Reconciliation.Missed;
import io.upkeep.pipeline.timer.Reconciliation.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Timers in PostgreSQL. */
@Repository
class JdbcTimerLedger implements TimerLedger {

    /** A timer of every second that was off for days has more than anybody will read. */
    private static final int NOTED_AT_ONCE = 1_000;

    private final JdbcClient jdbc;

    JdbcTimerLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Instant lookedAt(Timer timer, Instant now) {
        jdbc.sql("""
                        INSERT INTO timer (route, cron, zone, looked_at) VALUES (:route, :cron, :zone, :now)
                        ON CONFLICT (route) DO UPDATE SET cron = EXCLUDED.cron, zone = EXCLUDED.zone, looked_at = :now
                        WHERE timer.cron <> EXCLUDED.cron OR timer.zone <> EXCLUDED.zone
                        """)
                .param("route", timer.route())
                .param("cron", timer.cron())
                .param("zone", timer.zone().getId())
                .param("now", Timestamp.from(now))
                .update();
        return jdbc.sql("SELECT looked_at FROM timer WHERE route = :route")
                .param("route", timer.route())
                .query(Timestamp.class)
                .single()
                .toInstant();
    }

    @Override
    public Set<Instant> asked(Timer timer, List<Instant> due) {
        String[] ids =
                due.stream().flatMap(time -> timer.requestIds(time).stream()).toArray(String[]::new);
        Set<String> there = new HashSet<>(jdbc.sql("SELECT request_id FROM run WHERE request_id = ANY (:ids)")
                .param("ids", ids)
                .query(String.class)
                .list());
        return due.stream()
                .filter(time -> there.containsAll(timer.requestIds(time)))
                .collect(Collectors.toSet());
    }

    @Override
    public void note(Timer timer, List<Missed> missed, Instant now) {
        missed.stream()
                .skip(Math.max(0, missed.size() - NOTED_AT_ONCE))
                .forEach(one -> jdbc.sql("""
                        INSERT INTO timer_missed (route, due, outcome, noticed_at) VALUES (:route, :due, :outcome, :now)
                        ON CONFLICT (route, due) DO UPDATE SET outcome = EXCLUDED.outcome
                        WHERE timer_missed.told_at IS NULL
                        """)
                        .param("route", timer.route())
                        .param("due", Timestamp.from(one.due()))
                        .param("outcome", one.outcome().name())
                        .param("now", Timestamp.from(now))
                        .update());
    }

    @Override
    public List<Missed> takeUntold(Timer timer, Instant now) {
        return jdbc
                .sql("""
                        UPDATE timer_missed SET told_at = :now WHERE route = :route AND told_at IS NULL
                        RETURNING due, outcome
                        """)
                .param("now", Timestamp.from(now))
                .param("route", timer.route())
                .query((row, n) -> new Missed(instant(row, "due"), Outcome.valueOf(row.getString("outcome"))))
                .list()
                .stream()
                .sorted(Comparator.comparing(Missed::due))
                .toList();
    }

    @Override
    public long nextSequence(Timer timer) {
        return jdbc.sql("UPDATE timer SET events = events + 1 WHERE route = :route RETURNING events")
                .param("route", timer.route())
                .query(Long.class)
                .single();
    }

    @Override
    public void isBehind(Timer timer, Instant due) {
        jdbc.sql("UPDATE timer SET behind = greatest(behind, :due::timestamptz) WHERE route = :route")
                .param("route", timer.route())
                .param("due", Timestamp.from(due))
                .update();
    }

    @Override
    public boolean catchesUp(Timer timer) {
        return jdbc.sql("""
                                UPDATE timer SET behind = NULL WHERE route = :route AND behind IS NOT NULL AND NOT EXISTS (
                                    SELECT 1 FROM unnest(:pipelines::text[]) AS due WHERE NOT EXISTS (
                                        SELECT 1 FROM run
                                        WHERE pipeline = due AND requested_at >= behind AND state = 'SUCCEEDED'))
                                """)
                        .param("route", timer.route())
                        .param("pipelines", timer.pipelines().toArray(new String[0]))
                        .update()
                == 1;
    }

    @Override
    public void settled(Timer timer, Reconciliation done) {
        jdbc.sql("""
                        UPDATE timer SET looked_at = greatest(looked_at, :until),
                            last_due = greatest(last_due, :last::timestamptz)
                        WHERE route = :route
                        """)
                .param("route", timer.route())
                .param("until", Timestamp.from(done.lookedUntil()))
                .param("last", done.newestAsked() == null ? null : Timestamp.from(done.newestAsked()))
                .update();
    }

    @Override
    public void keepOnly(Collection<String> routes) {
        jdbc.sql("DELETE FROM timer WHERE route <> ALL (:routes)")
                .param("routes", routes.toArray(new String[0]))
                .update();
    }

    @Override
    public Map<String, Page> pages() {
        Map<String, Page> pages = new HashMap<>();
        jdbc.sql("""
                        SELECT route, last_due, (SELECT max(due) FROM timer_missed m WHERE m.route = t.route) AS last_missed
                        FROM timer t
                        """).query(row -> {
            pages.put(row.getString("route"), new Page(instant(row, "last_due"), instant(row, "last_missed")));
        });
        return pages;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
