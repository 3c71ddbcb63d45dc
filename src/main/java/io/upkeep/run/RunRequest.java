package io.upkeep.run;

import java.util.Map;

/**
 * A wish for a run. Two requests with the same id are one: the second gets the first one's run.
 *
 * @param requestId the asker's own id, such as timer and scheduled time; null means always a new run
 */
public record RunRequest(String pipeline, Map<String, String> parameters, String requestedBy, String requestId) {}
