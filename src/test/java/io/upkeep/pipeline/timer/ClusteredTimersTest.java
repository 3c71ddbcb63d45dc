package io.upkeep.pipeline.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.UpkeepApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two nodes on one database, and a timer of every second. */
class ClusteredTimersTest {

    @Test
    void two_nodes_ask_once_for_each_time_and_one_goes_on_when_the_other_stops() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                ConfigurableApplicationContext one = node(database)) {
            JdbcClient jdbc = JdbcClient.create(database.getPostgresDatabase());
            List<Instant> together;
            try (ConfigurableApplicationContext two = node(database)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> nodes(jdbc) == 2);
                together = moreTimes(jdbc, 8);
                assertThat(two.isRunning() && one.isRunning()).isTrue();
            }
            assertThat(together).doesNotHaveDuplicates();
            List<Instant> alone = moreTimes(jdbc, 5);

            assertThat(alone).doesNotHaveDuplicates();
            assertThat(jdbc.sql("SELECT count(*) FROM timer_missed")
                            .query(Integer.class)
                            .single())
                    .as("nothing was missed while a node stopped")
                    .isZero();
        }
    }

    /** The times of all runs, once so many more have come. */
    private static List<Instant> moreTimes(JdbcClient jdbc, int more) {
        int before = times(jdbc).size();
        await().atMost(Duration.ofSeconds(60)).until(() -> times(jdbc).size() >= before + more);
        return times(jdbc);
    }

    private static List<Instant> times(JdbcClient jdbc) {
        return jdbc.sql("SELECT request_id FROM run WHERE requested_by = 'timer:every-second'")
                .query((row, n) -> Instant.parse(row.getString(1).substring("timer:every-second:".length())))
                .list();
    }

    private static int nodes(JdbcClient jdbc) {
        return jdbc.sql("SELECT count(*) FROM qrtz_scheduler_state")
                .query(Integer.class)
                .single();
    }

    private static ConfigurableApplicationContext node(EmbeddedPostgres database) {
        return new SpringApplicationBuilder(UpkeepApplication.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--upkeep.routes.directory=src/test/resources/timers-clustered",
                        "--spring.config.location=classpath:/application.yaml",
                        "--spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"),
                        "--spring.datasource.username=postgres");
    }
}
