package io.upkeep.pipeline;

import io.upkeep.run.Phase;
import io.upkeep.run.StepKey;
import io.upkeep.run.StopWords;
import io.upkeep.text.Lasting;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;

/** What the failure of a step's attempt means: whether another follows, and what is said of it. */
final class Attempts {

    private final RecordedSteps recorded;
    private final RunAtWork work;
    private final Phase phase;
    private final StepRules rules;

    Attempts(RecordedSteps recorded, RunAtWork work, Phase phase, StepRules rules) {
        this.recorded = recorded;
        this.work = work;
        this.phase = phase;
        this.rules = rules;
    }

    /** Whether no step around it will be tried again. */
    boolean isForGood(StepKey key) {
        return phase == Phase.RUN
                && !isStopped()
                && recorded.around(key).noneMatch(outer -> pause(outer, true).isPresent());
    }

    /**
     * The pause before the step is tried again; empty when it is not, as where a step around it is past its time. Of a node that
     * rests the next owner does it.
     */
    Optional<Duration> pause(StepKey key, boolean within) {
        return isStopped() || work.isWithinLate(key)
                ? Optional.empty()
                : rules.pause(
                        key.id(),
                        recorded.of(key).attempt(),
                        within,
                        ThreadLocalRandom.current().nextDouble());
    }

    private boolean isStopped() {
        Stop stop = work.stop();
        return stop != null && !(stop instanceof Stop.OfNode);
    }

    /**
     * The failure in words, with what the engine did about it; may hold secrets.
     *
     * @param late the step, or one around it, that was past its time
     */
    String describe(Optional<StepKey> late, Exchange exchange) {
        String failure = Failures.describe(exchange);
        if (late.isPresent()) {
            return "step '%s' took longer than its timeout of %s and was ended: %s"
                    .formatted(
                            late.get(),
                            Lasting.of(rules.timeout().of(late.get().id()).orElseThrow()),
                            failure);
        }
        return work.stop() instanceof Stop.Wished wished && wished.isNow()
                ? StopWords.ended(wished.wish(), failure)
                : failure;
    }
}
