package io.upkeep.job;

import java.util.Map;

/**
 * The job that is wanted.
 *
 * @param server the target's name
 * @param address of the server, for people
 * @param place whose job it is: a repository or project; empty where the server has no such thing
 * @param job its name, number or path
 * @param ref the branch or tag it runs on; empty for its default
 * @param parameters what the job is given, by the job's own names
 * @param tag tells this attempt of this step from all others; a job that carries it is never started a second time
 */
record JobOrder(
        String server,
        String address,
        String place,
        String job,
        String ref,
        Map<String, String> parameters,
        String tag) {

    /** Name of the parameter that carries the tag. */
    static final String TAG = "UPKEEP_RUN";

    /** Whether a text carries this order's tag. */
    boolean isTaggedIn(String text) {
        return text.contains(tag);
    }
}
