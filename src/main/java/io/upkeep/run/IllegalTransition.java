package io.upkeep.run;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A trigger that the run's state does not allow: {@code a SUCCEEDED run cannot be resumed}. */
public final class IllegalTransition extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What people may ask; the rest is the engine's. */
    private static final Set<RunTrigger> PEOPLES =
            EnumSet.of(RunTrigger.PAUSE, RunTrigger.RESUME, RunTrigger.CANCEL, RunTrigger.ROLL_BACK);

    /** Names the state and what was asked of it. */
    public IllegalTransition(RunState state, RunTrigger trigger) {
        super("a run that is %s does not take '%s'; it takes %s".formatted(state, word(trigger), choice(state)));
    }

    private static String word(RunTrigger trigger) {
        return trigger.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String choice(RunState state) {
        if (state.isFinal()) {
            return "nothing: it is over";
        }
        return RunState.transitions().get(state).keySet().stream()
                .filter(PEOPLES::contains)
                .map(trigger -> "'" + word(trigger) + "'")
                .sorted()
                .reduce((a, b) -> a + ", " + b)
                .orElse("nothing from people until the engine is done");
    }
}
