package io.upkeep.probe;

/** Whether a probe changes too often: of its last 20 results those that differed, where newer ones weigh more. */
final class Flapping {

    private static final int RESULTS = 20;
    private static final double OLDEST = 0.8;
    private static final double NEWEST = 1.2;
    private static final double STARTS = 30;
    private static final double ENDS = 25;

    private Flapping() {}

    static int add(int ring, boolean differs) {
        return (ring << 1 | (differs ? 1 : 0)) & ((1 << RESULTS) - 1);
    }

    /** From 0 to 100. */
    static double percent(int ring) {
        double weight = 0;
        for (int age = 0; age < RESULTS; age++) {
            if ((ring >> age & 1) == 1) {
                weight += NEWEST - (NEWEST - OLDEST) * age / (RESULTS - 1);
            }
        }
        return 100 * weight / RESULTS;
    }

    static boolean now(boolean before, int ring) {
        return before ? percent(ring) >= ENDS : percent(ring) > STARTS;
    }
}
