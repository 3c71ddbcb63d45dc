package io.upkeep.run;

import java.util.Map;
import java.util.UUID;

/**
 * A wish for a run. Two requests with the same id are one: the second gets the first one's run.
 *
 * @param requestId the asker's own id, such as timer and scheduled time; null means always a new run
 * @param priority higher starts first; 0 is usual
 * @param parent the run whose step asks; null when no run does
 */
public record RunRequest(
        String pipeline,
        Map<String, String> parameters,
        String requestedBy,
        String requestId,
        int priority,
        UUID parent) {

    /** The exchange property by which the start of a route gives the request that the route makes an id. */
    public static final String ID_PROPERTY = "upkeep.request-id";

    /** The same with other values. */
    public RunRequest with(Map<String, String> values) {
        return new RunRequest(pipeline, values, requestedBy, requestId, priority, parent);
    }

    /** A request as most are: of usual priority, by nobody's step. */
    public RunRequest(String pipeline, Map<String, String> parameters, String requestedBy, String requestId) {
        this(pipeline, parameters, requestedBy, requestId, 0, null);
    }
}
