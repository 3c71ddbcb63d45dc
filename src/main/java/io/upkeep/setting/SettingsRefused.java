package io.upkeep.setting;

/** Settings that must not be applied, or were not; the message says which, why and what to do. */
public final class SettingsRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsRefused(String message) {
        super(message);
    }

    public SettingsRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
