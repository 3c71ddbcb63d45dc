package io.upkeep.run;

import java.time.Instant;

/**
 * One recorded change of a run.
 *
 * @param run the run after the change
 * @param what {@code run.requested}, {@code run.started}, {@code run.succeeded}, {@code run.failed} (its rollback
 *     begins), {@code run.rolled_back}, {@code run.rollback_failed}, {@code run.needs_attention}, {@code run.cancelled},
 *     {@code run.rejected}, {@code run.resumed}, {@code step.started}, {@code step.finished}
 * @param sequence counts the changes of this run from 1, without gaps
 * @param step the step that was opened or closed; null for news of the run itself
 * @param outcome how the step ended; null unless it did
 */
public record RunNews(Run run, String what, long sequence, StepKey step, StepOutcome outcome, Instant at) {}
