package io.upkeep.report;

import java.util.Map;

/** What reports need to know about pipelines; whoever keeps the pipelines answers. */
public interface PipelineKinds {

    /** Every pipeline there is now, by name. */
    Map<String, Kind> all();

    /**
     * What a pipeline is.
     *
     * @param impact NO-IMPACT, REDUCED-REDUNDANCY, DEGRADED or OUTAGE
     * @param isChange whether it has a way back
     */
    record Kind(String impact, boolean isChange) {}
}
