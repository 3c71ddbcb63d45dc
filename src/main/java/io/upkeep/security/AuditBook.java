package io.upkeep.security;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where audits are kept, and what they ask of the rest of the product. */
interface AuditBook {

    /** Once per run: a second writing changes nothing. */
    void put(AuditReport audit);

    /** Newest first. */
    List<AuditReport> newest(int limit);

    /** The newest one before. */
    Optional<AuditReport> before(Instant at);

    /** Break-glass starts that nobody has reviewed: what is to be said, by run. */
    Map<String, String> unreviewed();
}
