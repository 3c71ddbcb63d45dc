package io.upkeep.security;

/**
 * Something that a look at a host saw and that should not be.
 *
 * @param subject what it is about, the same at every look: {@code /usr/bin/x}, {@code 203.0.113.7}; made harmless
 * @param text one line for people; made harmless, escaped by whoever shows it
 */
record Sighting(String subject, Severity severity, String text) {

    Sighting {
        subject = HostText.key(subject);
        text = HostText.line(text);
    }
}
