package io.upkeep.report;

import java.util.List;
import java.util.Map;

/** What reports need to know about pipelines; whoever keeps the pipelines answers. */
public interface PipelineKinds {

    /** Every pipeline there is now; for each choice of the inputs that its impact depends on. */
    List<Kind> all();

    /**
     * What a run of a pipeline is.
     *
     * @param inputs the values by which its runs are meant; empty where they are all the same
     * @param impact NO-IMPACT, REDUCED-REDUNDANCY, DEGRADED or OUTAGE
     * @param isChange whether it changes the system: has an impact and a way back
     */
    record Kind(String pipeline, Map<String, String> inputs, String impact, boolean isChange) {}
}
