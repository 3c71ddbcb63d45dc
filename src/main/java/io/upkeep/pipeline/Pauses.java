package io.upkeep.pipeline;

import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** Whether the whole system or this node is paused, as this node last read it from the database. */
@Component
class Pauses {

    private final AtomicReference<State> state = new AtomicReference<>(new State(null, null));

    /** Sentences; null where there is no pause. */
    record State(String system, String node) {}

    void set(State now) {
        state.set(now);
    }

    /** Why nothing may start in the whole system; null when it is not paused. */
    String reason() {
        return state.get().system();
    }

    /** Why this node takes up nothing; null when it does. */
    String nodeReason() {
        return state.get().node();
    }
}
