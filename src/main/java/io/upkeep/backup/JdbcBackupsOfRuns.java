package io.upkeep.backup;

import io.upkeep.run.RunReferences;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A run is kept as long as a backup it took may still be restored. */
@Repository
class JdbcBackupsOfRuns implements RunReferences {

    private final JdbcClient jdbc;

    JdbcBackupsOfRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<UUID> open(Collection<UUID> runs) {
        return new HashSet<>(jdbc.sql("""
                        SELECT DISTINCT run_id FROM backup
                        WHERE run_id = ANY (:runs) AND state IN ('TAKEN', 'UPLOADED', 'VERIFIED', 'BROKEN')
                        """)
                .param("runs", runs.toArray(new UUID[0]))
                .query(UUID.class)
                .list());
    }
}
