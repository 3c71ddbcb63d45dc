package io.upkeep.backup;

import io.upkeep.run.RunReferences;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The newest good run that brought a version to an environment is kept: it alone says what is deployed there. */
@Repository
class JdbcDeploymentsOfRuns implements RunReferences {

    private final JdbcClient jdbc;

    JdbcDeploymentsOfRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<UUID> open(Collection<UUID> runs) {
        return new HashSet<>(jdbc.sql("""
                        SELECT run.id FROM run
                        WHERE run.id = ANY (:runs) AND run.state = 'SUCCEEDED'
                            AND run.parameters->>'version' IS NOT NULL AND run.parameters->>'environment' IS NOT NULL
                            AND NOT EXISTS (
                                SELECT 1 FROM run later
                                WHERE later.pipeline = run.pipeline AND later.state = 'SUCCEEDED'
                                    AND later.requested_at > run.requested_at
                                    AND later.parameters->>'environment' = run.parameters->>'environment')
                        """)
                .param("runs", runs.toArray(new UUID[0]))
                .query(UUID.class)
                .list());
    }
}
