package io.upkeep.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.upkeep.diagnosis.Evidence.Change;
import io.upkeep.sandbox.MigratedDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What changed the estate lately, and what was there before, as the journal says. */
class LateChangesTest {

    private static final String OLD = "a".repeat(40);
    private static final String NEW = "b".repeat(40);

    private static final HikariDataSource DATABASE = MigratedDatabase.create("late_changes");

    private final JdbcClient jdbc = JdbcClient.create(DATABASE);

    private void deployed(String pipeline, String day, String version, String commit) {
        UUID run = UUID.randomUUID();
        jdbc.sql("""
                        INSERT INTO run (id, pipeline, state, parameters, requested_by, requested_at, finished_at)
                        VALUES (:id, :pipeline, 'SUCCEEDED',
                            json_build_object('version', :version::text, 'environment', 'production')::jsonb, 'test',
                            :at::timestamptz, :at::timestamptz)
                        """)
                .param("id", run)
                .param("pipeline", pipeline)
                .param("version", version)
                .param("at", day + "T00:00:00Z")
                .update();
        step(run, 1, "validate", "{\"body\":\"\",\"variables\":{\"configuration\":{\"commit\":\"" + commit + "\"}}}");
        step(run, 2, "deploy", "{\"body\":\"\",\"variables\":{\"configuration\":\"a text\"}}");
    }

    private void step(UUID run, int position, String path, String checkpoint) {
        jdbc.sql("""
                        INSERT INTO step (run_id, phase, path, iteration, position, state, attempt, started_at, checkpoint)
                        VALUES (:run, 'RUN', :path, '', :position, 'FINISHED', 1, now(), :checkpoint::json)
                        """)
                .param("run", run)
                .param("path", path)
                .param("position", position)
                .param("checkpoint", checkpoint)
                .update();
    }

    private List<Change> changes(String pipeline) {
        return new JdbcEvidence(jdbc).changes(List.of(pipeline), Instant.parse("2026-06-02T00:00:00Z"));
    }

    @Test
    void the_version_before_is_another_commit_under_the_same_name_too() {
        deployed("deploy-git", "2026-06-01", "release", OLD);
        deployed("deploy-git", "2026-06-02", "release", NEW);
        deployed("deploy-git", "2026-06-03", "again", NEW);

        assertThat(changes("deploy-*"))
                .extracting(Change::version, Change::commit, Change::before, Change::commitBefore)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("again", NEW, "release", OLD),
                        org.assertj.core.groups.Tuple.tuple("release", NEW, "release", OLD));
    }

    @Test
    void versions_of_a_plain_directory_are_known_by_their_names() {
        deployed("put-directory", "2026-06-01", "1.0.0", "1.0.0");
        deployed("put-directory", "2026-06-02", "1.1.0", "1.1.0");

        assertThat(changes("put-directory"))
                .extracting(Change::what, Change::whatBefore, Change::commitBefore)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("1.1.0", "1.0.0", "1.0.0"));
    }
}
