package io.upkeep.performance;

/**
 * One thing that is measured of one target.
 *
 * @param metric such as {@code cpu} or {@code disk:/}; may hold a host's text
 * @param unit such as {@code %}; empty for a count
 */
public record Series(int id, String target, String metric, String unit) {

    /** How people call it: {@code disk / of api-1}. */
    String shown() {
        return metric.replace(':', ' ') + " of " + target;
    }
}
