package io.upkeep.report;

import java.time.Instant;
import java.util.Collection;

/** What other parts recorded, read only. */
public interface ReportFacts {

    /**
     * Keeps what reports need of the runs that are over and not kept yet.
     *
     * @return how many
     */
    int keep();

    /** What figures are made of. */
    Facts of(Span period, Instant now, Collection<String> targets);
}
