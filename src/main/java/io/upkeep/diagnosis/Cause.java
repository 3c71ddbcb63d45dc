package io.upkeep.diagnosis;

/**
 * Why something may be wrong.
 *
 * @param key the same cause found again has the same
 * @param score 0 to 100: how much speaks for it
 * @param says the cause, for people; may quote hostile text
 * @param because what speaks for it; may quote hostile text
 * @param remedy null when none is known
 */
record Cause(String key, int score, String says, String because, Remedy remedy) {

    /** Least that speaks for a cause that something is done about. */
    static final int LIKELY = 50;

    /** Begins the key of what a run was told when it failed; what it tells of may be over. */
    static final String TOLD = "told ";

    /** Whether it only tells what was: that a run failed, that something was changed. It stands when all is well again, too. */
    boolean isPast() {
        return key.startsWith("run ") || key.startsWith("change ") || key.startsWith(TOLD);
    }

    boolean isLikely() {
        return score >= LIKELY;
    }

    @Override
    public String toString() {
        return "%s (%d): %s".formatted(says, score, because);
    }
}
