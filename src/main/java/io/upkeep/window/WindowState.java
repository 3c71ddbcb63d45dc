package io.upkeep.window;

import static io.upkeep.window.WindowTrigger.APPROVE;
import static io.upkeep.window.WindowTrigger.CANCEL;
import static io.upkeep.window.WindowTrigger.COMPLETE;
import static io.upkeep.window.WindowTrigger.EXTEND;
import static io.upkeep.window.WindowTrigger.RESCHEDULE;
import static io.upkeep.window.WindowTrigger.START;
import static io.upkeep.window.WindowTrigger.VERIFY;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Where one occurrence of a window stands. The table below is the only definition of what may follow what. */
public enum WindowState {
    /** Somebody asks for it; nothing may start in it. A declared one is never here unless it was rescheduled. */
    PROPOSED,
    /** Agreed: it opens at its instant. */
    APPROVED,
    /** Open: work may start until the cutoff. */
    STARTED,
    /** The work is done and is being verified; nothing new starts. */
    VERIFYING,
    /** Over. */
    COMPLETED,
    /** Called off, or never agreed to in time. */
    CANCELLED;

    /** Rescheduling takes the agreement back: other times need another yes. */
    private static final Map<WindowState, Map<WindowTrigger, WindowState>> TRANSITIONS = Map.of(
            PROPOSED, Map.of(APPROVE, APPROVED, RESCHEDULE, PROPOSED, CANCEL, CANCELLED),
            APPROVED, Map.of(START, STARTED, RESCHEDULE, PROPOSED, CANCEL, CANCELLED),
            STARTED, Map.of(EXTEND, STARTED, VERIFY, VERIFYING, COMPLETE, COMPLETED, CANCEL, CANCELLED),
            VERIFYING, Map.of(START, STARTED, EXTEND, VERIFYING, COMPLETE, COMPLETED));

    /** All transitions: state, trigger, next state. States without an entry are final. */
    public static Map<WindowState, Map<WindowTrigger, WindowState>> transitions() {
        return TRANSITIONS;
    }

    /**
     * The state that follows on a trigger.
     *
     * @throws WindowRefused when the table has none
     */
    public WindowState after(WindowTrigger trigger) {
        WindowState next = TRANSITIONS.getOrDefault(this, Map.of()).get(trigger);
        if (next == null) {
            throw new WindowRefused("a window that is %s does not take '%s'; it takes %s"
                    .formatted(this, trigger.word(), triggersInWords()));
        }
        return next;
    }

    /** What it takes, in the order of the triggers. */
    public List<WindowTrigger> triggers() {
        Map<WindowTrigger, WindowState> own = TRANSITIONS.getOrDefault(this, Map.of());
        return Arrays.stream(WindowTrigger.values()).filter(own::containsKey).toList();
    }

    /** Whether nothing can follow. */
    public boolean isFinal() {
        return !TRANSITIONS.containsKey(this);
    }

    private String triggersInWords() {
        return triggers().stream()
                .map(trigger -> "'" + trigger.word() + "'")
                .reduce((a, b) -> a + ", " + b)
                .orElse("nothing: it is over");
    }
}
