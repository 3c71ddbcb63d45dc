package io.upkeep.fleet;

import java.util.Optional;

/** What is sent to each host, as one command line. */
sealed interface HostWork permits HostCommand, OnceCommand {

    /** Starts it, or, where that has happened, finds it again; the boot is the one in which it is known to have begun. */
    String start(Optional<String> boot);

    /** Ends it and all that it started; empty when it cannot be found from outside. */
    Optional<String> stop();
}
