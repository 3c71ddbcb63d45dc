package io.upkeep.pipeline;

/** The journal could not be written, so nothing more may be done: the run is taken up again once it can. */
final class JournalUnavailable extends RuntimeException implements EndsWithoutOutcome {

    private static final long serialVersionUID = 1L;

    JournalUnavailable(Throwable cause) {
        super("the run's journal cannot be written: " + cause.getMessage(), cause);
    }
}
