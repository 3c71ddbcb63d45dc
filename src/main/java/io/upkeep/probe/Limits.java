package io.upkeep.probe;

/**
 * From which value on a figure is bad; either may be null for never.
 *
 * @param warning in the figure's own unit
 * @param critical in the figure's own unit
 */
public record Limits(Double warning, Double critical) {

    static final Limits NONE = new Limits(null, null);

    Verdict judge(double value, String unit) {
        String text = HostVerdicts.number(value) + (unit.isEmpty() ? "" : " " + unit);
        if (critical != null && value >= critical) {
            return Verdict.critical(text + ", critical from " + HostVerdicts.number(critical) + " on");
        }
        if (warning != null && value >= warning) {
            return Verdict.warning(text + ", too much from " + HostVerdicts.number(warning) + " on");
        }
        return Verdict.ok(text);
    }
}
