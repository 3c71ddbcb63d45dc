package io.upkeep.run;

import java.time.Instant;

/**
 * One recorded change of a run.
 *
 * @param run the run after the change
 * @param what {@code run.requested}, {@code run.waiting}, {@code run.started}, {@code run.continued} (after a wait),
 *     {@code run.paused}, {@code run.succeeded}, {@code run.failed} (its rollback begins), {@code run.rolled_back},
 *     {@code run.rollback_failed}, {@code run.needs_attention}, {@code run.cancelled}, {@code run.rejected}, {@code
 *     run.resumed}, {@code run.stop_asked} (a person wants it paused, cancelled or undone), {@code run.overran} (it goes on
 *     past its window's end), {@code step.started}, {@code step.finished}
 * @param sequence counts the changes of this run from 1, without gaps
 * @param step the step that was opened or closed; null for news of the run itself
 * @param outcome how the step ended; null unless it did
 */
public record RunNews(Run run, String what, long sequence, StepKey step, StepOutcome outcome, Instant at) {

    /** The same with its number. */
    public RunNews numbered(long number) {
        return new RunNews(run, what, number, step, outcome, at);
    }
}
