package io.upkeep.probe;

import static io.upkeep.probe.ProbeState.CRITICAL;
import static io.upkeep.probe.ProbeState.OK;
import static io.upkeep.probe.ProbeState.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.upkeep.sandbox.Relay;
import io.upkeep.sandbox.SshHost;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** Declared probes of hosts, databases, caches and queues: the routes as they are shipped ask real ones, which work and fail. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(HealthEstate.Asked.class)
class FigureProbesTest extends DeclaredProbesFixture {

    @AfterEach
    void heal() {
        HealthEstate.SANDBOX.healAll();
        HealthEstate.database().sql("DELETE FROM job_at_desk").update();
    }

    @Test
    void a_host_is_judged_by_its_figures_and_critical_when_a_disk_is_full_or_it_is_down() {
        awaitState("desk-host", "figures", OK);
        assertThat(probe("desk-host", "figures").reason()).contains("cpu:", "disk:", "disk:/:", "memory:", "units:0");

        HealthEstate.SANDBOX.breakPart("web-1", SshHost.DISK_FULL);
        awaitState("desk-host", "figures", CRITICAL);
        assertThat(probe("desk-host", "figures").reason()).contains("[BODY].disk (100) < 97");
        patiently().until(() -> unresolved("probe:desk-host/figures").size() == 1);

        HealthEstate.SANDBOX.heal("web-1");
        awaitState("desk-host", "figures", OK);
        HealthEstate.SANDBOX.breakPart("web-1", SshHost.DOWN);
        awaitState("desk-host", "figures", CRITICAL);
        patiently().until(() -> !probe("desk-host", "figures").reason().contains("[BODY]"));
    }

    @Test
    void each_database_is_asked_over_its_own_connection_and_one_that_refuses_the_password_is_critical() {
        awaitState("statistics", "figures", OK);
        assertThat(probe("statistics", "figures").reason())
                .contains("connections-percent:", "replication-lag-seconds:0", "dead-rows-percent:", "size-bytes:");
        awaitState("statistics-locked", "figures", CRITICAL);
        assertThat(probe("statistics-locked", "figures").reason()).contains("password authentication failed");
    }

    @Test
    void a_database_that_is_down_is_critical_until_it_is_back() {
        awaitState("statistics", "figures", OK);
        HealthEstate.SANDBOX.breakPart("database", Relay.REFUSING);
        awaitState("statistics", "figures", CRITICAL);
        awaitState("statistics", "tickets", CRITICAL);
        HealthEstate.SANDBOX.heal("database");
        awaitState("statistics", "figures", OK);
        awaitState("statistics", "tickets", OK);
    }

    @Test
    void connections_of_a_database_are_a_figure() throws SQLException {
        awaitState("statistics", "figures", OK);
        double before = figure("statistics", "connections-percent");
        Map<String, String> known = HealthEstate.SANDBOX.properties();
        try (var one = DriverManager.getConnection(
                        "jdbc:" + known.get("upkeep.targets.database.address"),
                        known.get("upkeep.targets.database.user"),
                        known.get("upkeep.targets.database.password"));
                var statement = one.createStatement()) {
            one.setAutoCommit(false);
            statement.execute("SELECT 1");
            patiently().until(() -> figure("statistics", "longest-transaction-seconds") > 0.5);
            assertThat(before).isPositive();
        }
    }

    private static double figure(String target, String name) {
        String reason = probe(target, "figures").reason();
        return Double.parseDouble(reason.replaceFirst(".*" + name + ":([0-9.]+).*", "$1"));
    }

    @Test
    void a_cache_is_judged_by_what_it_tells_and_critical_when_it_is_full_silent_or_refuses_the_password() {
        awaitState("sessions", "figures", OK);
        assertThat(probe("sessions", "figures").reason())
                .contains("evictions-per-minute:", "persistence:OK", "memory-bytes:");
        awaitState("sessions-locked", "figures", CRITICAL);
        assertThat(probe("sessions-locked", "figures").reason()).contains("AUTH");
        try (Jedis redis =
                new Jedis("127.0.0.1", HealthEstate.SANDBOX.redis().relay().port())) {
            redis.configSet("maxmemory", "100000");
            awaitState("sessions", "figures", CRITICAL);
            assertThat(probe("sessions", "figures").reason()).matches(".*\\[BODY]\\.memory \\([0-9.]+\\) < 95.*");
            redis.configSet("maxmemory", "0");
        }
        awaitState("sessions", "figures", OK);
        HealthEstate.SANDBOX.breakPart("redis", Relay.HANGING);
        awaitState("sessions", "figures", CRITICAL);
    }

    @Test
    void a_queue_is_judged_by_how_many_wait_and_how_long() {
        awaitState("statistics", "jobs", OK);
        patiently().until(() -> probe("statistics", "jobs").value() == 0);
        HealthEstate.database()
                .sql("INSERT INTO job_at_desk SELECT now() FROM generate_series(1, 3)")
                .update();
        awaitState("statistics", "jobs", WARNING);
        assertThat(probe("statistics", "jobs").reason()).contains("[DEPTH] (3) < 3");
        assertThat(probe("statistics", "jobs").unit()).isEqualTo("waiting");

        HealthEstate.database()
                .sql("INSERT INTO job_at_desk VALUES (now() - interval '3 hours')")
                .update();
        awaitState("statistics", "jobs", CRITICAL);
        assertThat(probe("statistics", "jobs").reason()).matches(".*\\[AGE] \\(108[0-9]{5}\\) < 2h.*");
    }

    @Test
    void of_a_queue_in_a_file_both_figures_are_known() {
        awaitState("statistics", "tickets", OK);
        assertThat(probe("statistics", "tickets").reason()).startsWith("[AGE] < 2h");
        assertThat(probe("statistics", "tickets").value()).isNotNegative();
    }
}
