package io.upkeep.fault;

import java.time.Duration;

/** How hard the fault tests try: briefly in every build, with {@code -Dupkeep.faults=long} (profile faults) as promised. */
public final class FaultScale {

    private static final boolean LONG = "long".equals(System.getProperty("upkeep.faults"));

    private FaultScale() {}

    /** How many. */
    public static int of(int brief, int thorough) {
        return LONG ? thorough : brief;
    }

    /** How long. */
    public static Duration of(Duration brief, Duration thorough) {
        return LONG ? thorough : brief;
    }

    /** Tells a measured figure. */
    static void figure(String text) {
        System.out.println("FIGURE " + text);
    }
}
