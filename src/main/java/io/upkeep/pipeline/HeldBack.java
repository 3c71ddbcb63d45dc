package io.upkeep.pipeline;

/** Admission, asked again before a changing step, lets the run wait. */
final class HeldBack extends RuntimeException implements EndsWithoutOutcome {

    private static final long serialVersionUID = 1L;

    private final transient Verdict.Wait verdict;

    HeldBack(Verdict.Wait verdict) {
        super(verdict.reason());
        this.verdict = verdict;
    }

    Verdict.Wait verdict() {
        return verdict;
    }
}
