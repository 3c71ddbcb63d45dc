package io.upkeep.performance;

import java.util.List;
import org.hipparchus.stat.inference.MannWhitneyUTest;

/**
 * Whether something takes less or more than before: Mann-Whitney U, because durations have no bell shape.
 *
 * @param change of the median, in percent; below zero is less
 * @param probability that such a difference comes about by chance
 * @param sentence in words
 */
record Comparison(Verdict verdict, double before, double after, double change, double probability, String sentence) {

    /** What it comes to. */
    enum Verdict {
        BETTER,
        WORSE,
        /** The difference is within noise, or too small to matter: nothing is claimed. */
        NOISE
    }

    /** Of how many values each side has to be. */
    static final int LEAST = 8;

    private static final double CHANCE = 0.01;
    private static final double MATTERS_PERCENT = 10;

    /** Compares values of which less is better. */
    static Comparison of(String what, List<Double> before, List<Double> after) {
        if (before.size() < LEAST || after.size() < LEAST) {
            throw new IllegalArgumentException(
                    "%s: %d values before and %d after say nothing; measure %d or more of each"
                            .formatted(what, before.size(), after.size(), LEAST));
        }
        double was = Seasons.median(before);
        double is = Seasons.median(after);
        double change = was == 0 ? 0 : 100 * (is - was) / was;
        double chance = new MannWhitneyUTest().mannWhitneyUTest(array(before), array(after), false);
        Verdict verdict = chance >= CHANCE || Math.abs(change) < MATTERS_PERCENT
                ? Verdict.NOISE
                : change < 0 ? Verdict.BETTER : Verdict.WORSE;
        String by = "%s by %s %%".formatted(change < 0 ? "faster" : "slower", Words.number(Math.abs(change)));
        String words;
        if (chance >= CHANCE) {
            words = "within noise (p = %s, not below %s)".formatted(Words.number(chance), Words.number(CHANCE));
        } else if (verdict == Verdict.NOISE) {
            words = "%s, too little to matter (less than %s %%; p = %s)"
                    .formatted(change == 0 ? "the same" : by, Words.number(MATTERS_PERCENT), Words.number(chance));
        } else {
            words = "%s (p = %s)".formatted(by, Words.number(chance));
        }
        return new Comparison(
                verdict,
                was,
                is,
                change,
                chance,
                "%s: median %s ms before, %s ms after, %s".formatted(what, Words.number(was), Words.number(is), words));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
