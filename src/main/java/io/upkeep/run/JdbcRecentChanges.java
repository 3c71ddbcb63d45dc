package io.upkeep.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads from the outbox which runs changed: every change of a run leaves a row there. */
@Repository
class JdbcRecentChanges implements RecentChanges {

    /** A transaction may commit a lower number after a higher one was seen; this many questions later it is too late. */
    private static final int LOOKED_AT_AGAIN = 3;

    private static final int MOST = 200;

    private final JdbcClient jdbc;
    private final Deque<Long> ends = new ArrayDeque<>();

    JdbcRecentChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public synchronized Set<UUID> sinceLastAsked() {
        long end = jdbc.sql("SELECT coalesce(max(id), 0) FROM outbox")
                .query(Long.class)
                .single();
        Set<UUID> changed = ends.isEmpty() ? Set.of() : between(ends.getFirst(), end);
        ends.addLast(end);
        if (ends.size() > LOOKED_AT_AGAIN) {
            ends.removeFirst();
        }
        return changed;
    }

    private Set<UUID> between(long begin, long end) {
        return new LinkedHashSet<>(jdbc.sql("""
                        SELECT key::uuid FROM (
                            SELECT key, max(id) AS newest FROM outbox
                            WHERE id > :begin AND id <= :end
                              AND (type LIKE 'io.upkeep.run.%' OR type LIKE 'io.upkeep.step.%')
                            GROUP BY key ORDER BY newest DESC LIMIT :most
                        ) AS changed ORDER BY newest
                        """)
                .param("begin", begin)
                .param("end", end)
                .param("most", MOST)
                .query(UUID.class)
                .list());
    }

    @Override
    public synchronized void forget() {
        ends.clear();
    }
}
