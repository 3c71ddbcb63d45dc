package io.upkeep.window;

import java.time.Instant;
import java.util.Optional;

/** Times when no maintenance may start, declared in application.yaml or added by people. */
public interface Freezes {

    /** The freeze that holds this work back at that instant; of several the one that lasts longest. */
    Optional<Held> holds(Work work, Instant now);

    /**
     * Work is held back.
     *
     * @param freeze the freeze's name
     * @param reason a sentence with the freeze's own reason and its end
     * @param until when this freeze ends
     */
    record Held(String freeze, String reason, Instant until) {}
}
