package io.upkeep.run;

import java.util.Locale;

/** A trigger that the run's state does not allow: {@code a SUCCEEDED run cannot be resumed}. */
public final class IllegalTransition extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names the state and what was asked of it. */
    public IllegalTransition(RunState state, RunTrigger trigger) {
        super("a run that is %s does not take '%s'; it takes %s"
                .formatted(
                        state,
                        trigger.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        RunState.transitions().getOrDefault(state, java.util.Map.of()).keySet().stream()
                                .map(t ->
                                        "'" + t.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "'")
                                .sorted()
                                .reduce((a, b) -> a + ", " + b)
                                .orElse("nothing: it is over")));
    }
}
