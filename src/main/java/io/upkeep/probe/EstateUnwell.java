package io.upkeep.probe;

/** Targets are critical where a step goes on only when they are not; the message names them. */
public final class EstateUnwell extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EstateUnwell(String message) {
        super(message);
    }
}
