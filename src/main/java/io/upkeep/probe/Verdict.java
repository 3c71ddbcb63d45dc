package io.upkeep.probe;

/**
 * What a reading means.
 *
 * @param reason a sentence for people; it may quote what a target said, made {@link Printable}
 */
public record Verdict(ProbeState state, String reason) {

    static Verdict ok(String reason) {
        return new Verdict(ProbeState.OK, reason);
    }

    static Verdict unknown(String reason) {
        return new Verdict(ProbeState.UNKNOWN, reason);
    }

    static Verdict warning(String reason) {
        return new Verdict(ProbeState.WARNING, reason);
    }

    static Verdict critical(String reason) {
        return new Verdict(ProbeState.CRITICAL, reason);
    }
}
