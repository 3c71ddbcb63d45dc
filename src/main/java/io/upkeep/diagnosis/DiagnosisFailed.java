package io.upkeep.diagnosis;

/** What keeps an issue from being solved: says why, for people. */
public final class DiagnosisFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DiagnosisFailed(String message) {
        super(message);
    }
}
