package io.upkeep.backup;

import io.upkeep.run.JdbcCheckedVersion;
import io.upkeep.run.RunReferences;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The newest good run that brought a version to an environment is kept: it alone says what is deployed there. */
@Repository
class JdbcDeploymentsOfRuns implements DeploymentRecords, RunReferences {

    private static final String DEPLOYS = """
            run.state = 'SUCCEEDED' AND run.finished_at IS NOT NULL
            AND run.parameters->>'version' IS NOT NULL AND run.parameters->>'environment' IS NOT NULL""";

    /** The last one to end counts: what waited for its window ran after what was asked for later and did not wait. */
    private static final String NEWEST = """
            SELECT DISTINCT ON (run.pipeline, run.parameters->>'environment') run.id FROM run
            WHERE %s AND run.pipeline %s
            ORDER BY run.pipeline, run.parameters->>'environment', run.finished_at DESC, run.id DESC
            """;

    private static final String NEWEST_OF_PIPELINE = NEWEST.formatted(DEPLOYS, "= :pipeline");

    private static final String KEPT = "SELECT id FROM (%s) newest WHERE id = ANY (:runs)"
            .formatted(NEWEST.formatted(
                    DEPLOYS, "IN (SELECT run.pipeline FROM run WHERE run.id = ANY (:runs) AND %s)".formatted(DEPLOYS)));

    private final JdbcClient jdbc;

    JdbcDeploymentsOfRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<UUID> newest(String pipeline) {
        return jdbc.sql(NEWEST_OF_PIPELINE)
                .param("pipeline", pipeline)
                .query(UUID.class)
                .list();
    }

    @Override
    public Optional<String> checked(UUID run) {
        return jdbc.sql("SELECT first.checked FROM " + JdbcCheckedVersion.of(":run") + " first")
                .param("run", run)
                .query((row, n) -> row.getString("checked"))
                .optional();
    }

    @Override
    public Map<UUID, String> commits(Collection<UUID> runs) {
        Map<UUID, String> commits = new HashMap<>();
        jdbc.sql("SELECT deployed.id, first.commit FROM run AS deployed JOIN LATERAL "
                        + JdbcCheckedVersion.of("deployed.id") + " first ON true WHERE deployed.id = ANY (:runs)")
                .param("runs", runs.toArray(new UUID[0]))
                .query((ResultSet row) -> {
                    commits.put(row.getObject("id", UUID.class), row.getString("commit"));
                });
        return commits;
    }

    @Override
    public Set<UUID> open(Collection<UUID> runs) {
        return new HashSet<>(jdbc.sql(KEPT)
                .param("runs", runs.toArray(new UUID[0]))
                .query(UUID.class)
                .list());
    }
}
