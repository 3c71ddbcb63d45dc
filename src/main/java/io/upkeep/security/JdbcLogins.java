package io.upkeep.security;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Logins in PostgreSQL. */
@Repository
class JdbcLogins implements LoginBook {

    private static final int MOST = 100;

    private final JdbcClient jdbc;

    JdbcLogins(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<String> positions() {
        return jdbc.sql("""
                        SELECT min(name || ' ' || position) FROM login_position
                        GROUP BY name HAVING count(*) = 1 ORDER BY 1
                        """).query(String.class).list();
    }

    @Override
    public Optional<Instant> readAt(String host) {
        return jdbc.sql("SELECT read_at FROM login_position WHERE host = :host")
                .param("host", host)
                .query((row, n) -> row.getTimestamp("read_at").toInstant())
                .optional();
    }

    @Override
    public void position(String host, String name, String position, Instant at) {
        jdbc.sql("""
                        INSERT INTO login_position (host, name, position, read_at) VALUES (:host, :name, :position, :at)
                        ON CONFLICT (host) DO UPDATE SET name = excluded.name, position = excluded.position,
                            read_at = excluded.read_at
                        """)
                .param("host", host)
                .param("name", name)
                .param("position", position)
                .param("at", Timestamp.from(at))
                .update();
    }

    @Override
    public void failed(String host, Map<LoginReport.Attempt, Integer> failures) {
        failures.forEach((attempt, times) -> jdbc.sql("""
                        INSERT INTO login_failure (host, address, username, minute, failed)
                        VALUES (:host, :address, :user, :minute, :times)
                        ON CONFLICT (host, address, username, minute)
                        DO UPDATE SET failed = least(login_failure.failed::bigint + excluded.failed, 1000000000)
                        """)
                .param("host", host)
                .param("address", attempt.address())
                .param("user", attempt.user())
                .param("minute", Timestamp.from(attempt.minute()))
                .param("times", times)
                .update());
    }

    @Override
    public void succeeded(String host, LoginLine login, Instant failuresSince) {
        jdbc.sql("""
                        INSERT INTO login_success (host, address, username, first_at, last_at, failures_before)
                        SELECT :host, :address, :user, :at, :at, least(coalesce(sum(failed), 0), 1000000000)
                        FROM login_failure WHERE host = :host AND address <> '' AND minute BETWEEN :since AND :at
                            AND (address = :address OR username = :user)
                        ON CONFLICT (host, address, username) DO UPDATE SET last_at = excluded.last_at
                        """)
                .param("host", host)
                .param("address", login.address())
                .param("user", login.user())
                .param("at", Timestamp.from(login.at()))
                .param("since", Timestamp.from(failuresSince))
                .update();
    }

    @Override
    public List<Count> failures(String host, Instant since, boolean byAddress, int atLeast) {
        return jdbc.sql("""
                        SELECT name, sum(failed) AS failed, count(DISTINCT other) AS others, min(other) AS example FROM (
                            SELECT CASE WHEN :byAddress THEN address ELSE username END AS name,
                                CASE WHEN :byAddress THEN username ELSE address END AS other, failed
                            FROM login_failure WHERE host = :host AND minute > :since) AS seen
                        WHERE name <> '' GROUP BY name HAVING sum(failed) >= :atLeast
                        ORDER BY sum(failed) DESC, name LIMIT :most
                        """)
                .param("byAddress", byAddress)
                .param("host", host)
                .param("since", Timestamp.from(since))
                .param("atLeast", atLeast)
                .param("most", MOST)
                .query((row, n) -> new Count(
                        row.getString("name"), row.getLong("failed"), row.getInt("others"), row.getString("example")))
                .list();
    }

    @Override
    public List<First> firstLogins(String host, Instant since, int atLeast) {
        return jdbc.sql("""
                        SELECT * FROM login_success
                        WHERE host = :host AND first_at > :since AND failures_before >= :atLeast
                        ORDER BY first_at, address, username
                        """)
                .param("host", host)
                .param("since", Timestamp.from(since))
                .param("atLeast", atLeast)
                .query((row, n) -> new First(
                        row.getString("address"),
                        row.getString("username"),
                        row.getTimestamp("first_at").toInstant(),
                        row.getInt("failures_before")))
                .list();
    }

    @Override
    public void forget(Instant failuresBefore, Instant before) {
        jdbc.sql("DELETE FROM login_failure WHERE minute < :before")
                .param("before", Timestamp.from(failuresBefore))
                .update();
        jdbc.sql("DELETE FROM login_success WHERE last_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
