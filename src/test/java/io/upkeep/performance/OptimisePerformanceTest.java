package io.upkeep.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upkeep.performance.PerformanceDocument.Kind;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import io.upkeep.update.UpdatePipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class OptimisePerformanceTest extends UpdatePipelines {

    private static final Path QUERIES = PLACE.resolve("routes/pipelines/performance/sample-queries.sql");

    @Autowired
    private Documents documents;

    @Autowired
    private PerformanceProperties properties;

    private final String shipped = read(Path.of("routes/pipelines/performance/sample-queries.sql"));

    @BeforeEach
    void fill() {
        SANDBOX.postgres().inEstate("""
                CREATE TABLE visits (id bigint PRIMARY KEY, visitor bigint NOT NULL, note text);
                INSERT INTO visits SELECT n, n % 5000, 'n' FROM generate_series(1, 200000) n;
                CREATE INDEX visits_visitor ON visits (visitor);
                """);
    }

    @AfterEach
    void empty() throws Exception {
        Files.writeString(QUERIES, shipped);
        SANDBOX.postgres().inEstate("""
                DROP TABLE visits;
                ALTER DATABASE virtual_queue RESET ALL;
                """);
        properties.settings().keySet().removeIf(name -> !name.equals("random_page_cost"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String estate(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        SANDBOX.postgres().estateUrl(), "virtual_queue", "queue-secret-7316");
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void tables_are_vacuumed_bloated_indexes_rebuilt_and_settings_changed_and_the_gain_is_measured() throws Exception {
        // most rows go: the index keeps its size, and is far larger than what is left needs
        SANDBOX.postgres().inEstate("DELETE FROM visits WHERE id % 10 <> 0");
        long before = Long.parseLong(estate("SELECT pg_relation_size('visits_visitor')"));

        Run run = succeeded(run("optimise-performance", Map.of()));

        assertThat(Long.parseLong(estate("SELECT pg_relation_size('visits_visitor')")))
                .isLessThan(before / 2);
        assertThat(estate("SHOW random_page_cost")).isEqualTo("1.1");
        assertThat(says(run, "measure-before")).startsWith("measured 3 sample queries, 40 times each:");
        assertThat(says(run, "vacuum")).startsWith("vacuumed: ").contains("public.visits (");
        assertThat(says(run, "change-settings")).isEqualTo("changed: random_page_cost from 4 to 1.1");
        assertThat(says(run, "judge"))
                .containsSubsequence(
                        "The old and the new settings in turn, in one session; what they make slower is undone:\n- who waits",
                        "Before and after, together with whatever else the machine did meanwhile; this undoes nothing:\n- who waits");
        PerformanceDocument document = documents.of(run.id(), Kind.OPTIMISATION).orElseThrow();
        assertThat(document.text())
                .contains("- vacuumed: ", "public.visits (", "- rebuilt: ", "public.visits_visitor (")
                .contains("- changed: random_page_cost from 4 to 1.1", "- who waits in a queue: median ");
        assertThat(document.content().path("overall")).hasSize(3);
        assertThat(document.content().path("undone").asBoolean()).isFalse();
        Run again = succeeded(run("optimise-performance", Map.of()));
        assertThat(documents.of(again.id(), Kind.OPTIMISATION).orElseThrow().text())
                .contains("- rebuilt: nothing", "- changed: nothing", "- none was changed");
    }

    @Test
    void the_named_task_of_the_handbook_optimises() {
        Run run = succeeded(run("run-task", Map.of("task", "performance_optimization")));

        assertThat(steps(run)).containsExactly("optimise");
        assertThat(documents.newest(Kind.OPTIMISATION, 1)).hasSize(1);
    }

    @Test
    void a_setting_that_makes_a_query_slower_is_put_back() throws Exception {
        SANDBOX.postgres().inEstate("ANALYZE visits; ALTER DATABASE virtual_queue SET work_mem = '5MB'");
        Files.writeString(QUERIES, "-- visits of one\nSELECT count(*) FROM visits WHERE id = 4711;\n");
        properties.settings().put("enable_indexscan", "off");
        properties.settings().put("enable_indexonlyscan", "off");
        properties.settings().put("enable_bitmapscan", "off");
        properties.settings().put("work_mem", "6MB");

        Run run = run("optimise-performance", Map.of());

        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("judge");
        assertThat(run.failure()).startsWith("the settings made it slower and are put back: visits of one: median");
        assertThat(estate("SHOW enable_indexscan")).isEqualTo("on");
        assertThat(estate("SHOW work_mem")).isEqualTo("5MB");
        assertThat(estate("SHOW random_page_cost")).isEqualTo("4");
        assertThat(documents
                        .of(run.id(), Kind.OPTIMISATION)
                        .orElseThrow()
                        .content()
                        .path("undone")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_setting_that_postgresql_does_not_know_is_refused_before_anything_is_done() {
        properties.settings().put("speed", "high");

        Run run = run("optimise-performance", Map.of());

        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        assertThat(run.failedStep()).isEqualTo("look");
        assertThat(run.failure()).contains("PostgreSQL has no setting 'speed'", "upkeep.performance.settings");
    }

    @Test
    void a_sample_query_has_a_name_and_only_reads() {
        assertThat(SampleQueries.parse(shipped)).hasSize(3).containsKey("the tickets of a visitor");
        assertThatThrownBy(() -> SampleQueries.parse("-- gone\nDELETE FROM tickets;\n"))
                .hasMessageContaining("is no SELECT");
        assertThatThrownBy(() -> SampleQueries.parse("SELECT 1;")).hasMessageContaining("has no name");
    }
}
