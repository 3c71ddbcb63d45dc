package io.upkeep.notice;

import io.upkeep.run.Run;
import java.util.List;
import java.util.Map;

/** What notices need to know about pipelines; whoever keeps the pipelines answers. */
public interface PipelineTraits {

    /** The traits of a pipeline; {@link Traits#UNKNOWN} when there is none of this name. */
    Traits of(String pipeline);

    /** The same of one of its runs: of some targets users notice nothing, whatever the pipeline does. */
    Traits of(Run run);

    /** The same of runs that are asked for with these inputs, whether or not there is one yet. */
    Traits of(String pipeline, Map<String, String> inputs);

    /**
     * What a pipeline says about itself.
     *
     * @param impact NO-IMPACT, REDUCED-REDUNDANCY, DEGRADED or OUTAGE
     * @param stakeholders the only ones to be told; empty means all who subscribed
     */
    record Traits(String impact, List<String> stakeholders) {

        /** The pipeline's name for "nobody notices it". */
        public static final String NO_IMPACT = "NO-IMPACT";

        /** Of a pipeline that is not, or no longer, there. */
        public static final Traits UNKNOWN = new Traits(NO_IMPACT, List.of());

        /** Whether users of the system notice a run. */
        public boolean isNoticeable() {
            return !NO_IMPACT.equals(impact);
        }
    }
}
