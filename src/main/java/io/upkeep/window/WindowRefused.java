package io.upkeep.window;

/** The state of a window or freeze, or who asks, does not allow what is asked; the message says what does. */
public final class WindowRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WindowRefused(String message) {
        super(message);
    }
}
