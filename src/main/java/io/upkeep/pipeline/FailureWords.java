package io.upkeep.pipeline;

import java.util.Optional;

/** Turns failures of what routes talk to into sentences for people: what happened, where, and what is next. */
public interface FailureWords {

    /**
     * The sentence; empty for a failure of anything else.
     *
     * @param endpoint that was talked to, as its URI is written: its options may hold secrets; empty when it is not known
     */
    Optional<String> of(Throwable failure, String endpoint);
}
