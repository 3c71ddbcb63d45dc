package io.upkeep.approval;

import io.upkeep.approval.ApprovalRefused.Why;

/** What people give as their reason: hostile text, made one bounded line before it is kept. */
final class Reason {

    private static final int LONGEST = 500;

    private Reason() {}

    /**
     * The reason as it is kept; null when there is none and none is needed.
     *
     * @param shortest how many characters it must have; 0 for an optional one
     * @throws ApprovalRefused when it is too short or too long
     */
    static String checked(String text, int shortest, String example) {
        String line = text == null ? "" : plain(text);
        if (line.length() < shortest) {
            throw new ApprovalRefused(
                    Why.INVALID,
                    "reason '%s' is too short: at least %d characters; write for example \"%s\""
                            .formatted(shown(line), shortest, example));
        }
        if (line.length() > LONGEST) {
            throw new ApprovalRefused(
                    Why.INVALID,
                    "the reason has %d characters, more than %d; shorten it and point to where the rest is written"
                            .formatted(line.length(), LONGEST));
        }
        return line.isEmpty() ? null : line;
    }

    /** A value from outside, made fit for a message. */
    static String shown(String value) {
        String line = plain(String.valueOf(value));
        return line.length() <= 100 ? line : line.substring(0, 100) + "…";
    }

    /** Control, direction and invisible characters become spaces; broken surrogates too, which no database takes. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED -> ' ';
                    default -> c;
                })
                .forEach(plain::appendCodePoint);
        return plain.toString().replaceAll("\\s+", " ").strip();
    }
}
