package io.upkeep.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.upkeep.pipeline.Runs;
import io.upkeep.run.RunRequest;
import io.upkeep.sandbox.OwnDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** One node whose connections to the database fail before and after commits, and are cut between steps. */
@Tag("fault")
class FailingConnectionsTest {

    private static final int RUNS = FaultScale.of(20, 100);

    private final FailingConnections connections = new FailingConnections();

    @Test
    void every_run_completes_and_no_finished_step_is_repeated_although_a_fifth_of_all_commits_lose_their_connection()
            throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start();
                Effects effects = new Effects(
                        OwnDatabase.of(database), "postgres", "postgres", "node", connections::cutSometimes)) {
            effects.evidence().prepare();
            try (ConfigurableApplicationContext upkeep = upkeep(database, effects)) {
                effects.evidence().watchWrites();
                connections.fail(true);
                for (int n = 0; n < RUNS; n++) {
                    upkeep.getBean(Runs.class)
                            .request(new RunRequest(
                                    n % 2 == 0 ? "five-effects" : "two-at-a-time", Map.of(), "test", "failing-" + n));
                }
                await().atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(200))
                        .untilAsserted(() -> assertThat(effects.evidence().unfinished("failing-"))
                                .as(effects.evidence().states("failing-").toString())
                                .isZero());
                connections.fail(false);
            }
            FaultScale.figure(
                    "connections: %d runs complete, %d commits failed before and %d after, %d connections cut between steps"
                            .formatted(RUNS, connections.failedBefore(), connections.failedAfter(), connections.cut()));
            assertThat(List.of(connections.failedBefore(), connections.failedAfter(), connections.cut()))
                    .as("the faults happened")
                    .allSatisfy(faults -> assertThat(faults).isGreaterThan(RUNS));
            assertThat(effects.evidence().runs("failing-")).isEqualTo(RUNS);
            assertThat(new JdbcPromises(new DriverManagerDataSource(OwnDatabase.of(database), "postgres", "postgres"))
                            .broken())
                    .isEmpty();
        }
    }

    private ConfigurableApplicationContext upkeep(EmbeddedPostgres database, Effects effects) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(OwnDatabase.of(database));
        driver.setUser("postgres");
        return NodeWithin.start(
                database, effects, context -> context.getBeanFactory().addBeanPostProcessor(below(driver)));
    }

    /** The pool gets its connections from the driver with faults. */
    private BeanPostProcessor below(PGSimpleDataSource driver) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    pool.setDataSource(connections.around(driver));
                }
                return bean;
            }
        };
    }
}
