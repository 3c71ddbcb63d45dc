package io.upkeep.probe;

/**
 * One probe of one target, judged.
 *
 * @param probe its name on the target, such as {@code cpu} or {@code disk:/var}
 * @param value the figure it was judged by, or null when there is none
 * @param unit of the value: {@code %}, {@code s}, {@code bytes}, or empty
 */
record ProbeResult(String probe, Verdict verdict, Double value, String unit) {

    static ProbeResult of(String probe, Verdict verdict) {
        return new ProbeResult(probe, verdict, null, "");
    }

    static ProbeResult percent(String probe, Verdict verdict, double value) {
        return new ProbeResult(probe, verdict, Math.round(value * 10) / 10.0, "%");
    }
}
