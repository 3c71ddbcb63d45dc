package io.upkeep.run;

/**
 * How runs in the queue are looked at again at once, in SQL: {@code hurry(ids as text[], now)}. One that is picked at this
 * moment may just have decided to wait: that is noted, and it is looked at again when it is given back.
 */
final class JdbcHurry {

    /**
     * The next in the queues of the locks in {@code freed (name)}, in the order in which they get them; with the parameters
     * {@code ageing} and {@code run}, who leaves the queues; null for nobody. Nobody else: with many in a queue all of them would look and find it taken.
     */
    static final String NEXT_IN_QUEUES = """
            SELECT next.id::text FROM freed CROSS JOIN LATERAL (
                SELECT r.id FROM run r
                WHERE r.state = 'WAITING' AND r.id IS DISTINCT FROM :run::uuid AND freed.name = ANY (r.wants)
                ORDER BY r.priority + floor(extract(epoch FROM :now::timestamptz - r.requested_at) / :ageing) DESC,
                    r.requested_at
                LIMIT 2) AS next
            """;

    private JdbcHurry() {}
}
