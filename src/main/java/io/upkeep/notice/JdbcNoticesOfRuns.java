package io.upkeep.notice;

import io.upkeep.run.RunReferences;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A run is kept while a notice of it waits; its conversations go with it. */
@Repository
class JdbcNoticesOfRuns implements RunReferences {

    private final JdbcClient jdbc;

    JdbcNoticesOfRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<UUID> open(Collection<UUID> runs) {
        return new HashSet<>(
                jdbc.sql("SELECT DISTINCT run_id FROM notice WHERE run_id = ANY (:runs) AND state = 'WAITING'")
                        .param("runs", runs.toArray(new UUID[0]))
                        .query(UUID.class)
                        .list());
    }

    @Override
    public void forget(Collection<UUID> runs) {
        jdbc.sql("DELETE FROM notice WHERE run_id = ANY (:runs)")
                .param("runs", runs.toArray(new UUID[0]))
                .update();
    }
}
