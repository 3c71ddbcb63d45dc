package io.upkeep.window;

import java.util.Locale;

/** What moves an occurrence from one state to another, and the event that tells of it. */
public enum WindowTrigger {
    APPROVE("approved"),
    RESCHEDULE("rescheduled"),
    START("started"),
    EXTEND("extended"),
    VERIFY("verifying"),
    COMPLETE("completed"),
    CANCEL("cancelled");

    private final String event;

    WindowTrigger(String event) {
        this.event = event;
    }

    /** The last words of the event's type: {@code window.started}. */
    String event() {
        return "window." + event;
    }

    /** As the REST API and the command line write it: {@code approve}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
