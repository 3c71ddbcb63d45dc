package io.upkeep.probe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the checks find, as one object of figures that conditions read: each has the name of its check's result. */
final class Figures {

    private static final List<String> FULLEST = List.of("disk", "inodes");

    private Figures() {}

    /** A result without a figure is its state, one that is not known is left out; {@code disk} is that of the fullest. */
    static Map<String, Object> of(List<ProbeResult> results) {
        Map<String, Object> figures = new TreeMap<>();
        for (ProbeResult result : results) {
            ProbeState state = result.verdict().state();
            if (state != ProbeState.UNKNOWN) {
                figures.put(name(result), result.value() == null ? state.name() : rounded(result.value()));
            }
        }
        for (String kind : FULLEST) {
            results.stream()
                    .filter(result -> result.probe().startsWith(kind + ":") && result.value() != null)
                    .mapToDouble(ProbeResult::value)
                    .max()
                    .ifPresent(most -> figures.put(kind, rounded(most)));
        }
        return figures;
    }

    /** The same name is never percent at one time and bytes at another. */
    private static String name(ProbeResult result) {
        boolean isBytes = result.unit().equals("bytes") && !result.probe().endsWith("-bytes");
        return isBytes ? result.probe() + "-bytes" : result.probe();
    }

    private static Number rounded(double value) {
        boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
        if (isWhole) {
            return (long) value;
        }
        return Math.round(value * 100) / 100.0;
    }
}
