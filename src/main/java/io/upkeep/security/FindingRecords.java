package io.upkeep.security;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where findings are kept. Writes join the caller's transaction. */
interface FindingRecords {

    /** Lets no other transaction change findings until the caller's has ended. */
    void lock();

    /** All of this host and check, the closed ones too. */
    List<Finding> of(String host, String check);

    Optional<Finding> find(UUID id);

    /** Adds it or replaces the one with its id. */
    void put(Finding finding);

    /** Open ones first, worst first; of one host or check where that is not null. */
    List<Finding> list(boolean closedToo, String host, String check, int limit);

    /** How many are open, by severity. */
    Map<Severity, Integer> open();

    /** When this check last looked at this host. */
    Optional<Instant> lookedAt(String host, String check);

    /** This check looked. */
    void looked(Look look);

    /** The newest look of each check at each host. */
    List<LastLook> looks();

    /** Those not closed, of hosts other than these. */
    List<Finding> ofOthers(Collection<String> hosts);

    /** Forgets the looks at hosts other than these. */
    void forgetLooks(Collection<String> hosts);

    /** Deletes those closed before. */
    void forget(Instant closedBefore);

    /**
     * A check's newest look at a host.
     *
     * @param unknown why it could not see; null when it could
     * @param seenAt when one last could; null when none ever has
     */
    record LastLook(String host, String check, Instant at, String unknown, Instant seenAt) {}
}
