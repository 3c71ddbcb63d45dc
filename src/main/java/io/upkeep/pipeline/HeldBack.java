package io.upkeep.pipeline;

import java.time.Instant;

/** The run has to wait: admission says so, asked again before a changing step, or a step waits for an agreed time. */
final class HeldBack extends RuntimeException implements EndsWithoutOutcome {

    private static final long serialVersionUID = 1L;

    private final transient Verdict.Wait verdict;
    private final transient Instant lookAgain;

    HeldBack(Verdict.Wait verdict) {
        this(verdict, null);
    }

    /** @param lookAgain when to look again, where every change of what it waits for is told until then */
    HeldBack(Verdict.Wait verdict, Instant lookAgain) {
        super(verdict.reason());
        this.verdict = verdict;
        this.lookAgain = lookAgain;
    }

    Verdict.Wait verdict() {
        return verdict;
    }

    Instant lookAgain(Instant now) {
        return lookAgain == null ? Waits.lookAgain(verdict, now, now) : lookAgain;
    }
}
