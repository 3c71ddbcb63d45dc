package io.upkeep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Where the output goes and what it can show.
 *
 * @param interactive a person looks at it: lines may be redrawn
 * @param colour ANSI colours are wanted
 * @param unicode symbols beyond ASCII can be shown
 * @param columns width in characters
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive, boolean colour, boolean unicode, int columns) {

    /** The process's own terminal; {@code ./upkeep} says through system properties whether it is one. */
    static Terminal ofProcess(Map<String, String> environment) {
        boolean interactive = Boolean.getBoolean("upkeep.tty");
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                interactive && !dumb,
                interactive && !dumb && !noColour,
                speaksUtf8(environment),
                Math.max(40, Integer.getInteger("upkeep.columns", 80)));
    }

    private static boolean speaksUtf8(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String locale = value.toUpperCase(Locale.ROOT);
                return locale.contains("UTF-8") || locale.contains("UTF8");
            }
        }
        return false;
    }

    /** The text in the tone's colour, where colours are wanted. */
    String paint(Tone tone, String text) {
        return colour ? tone.code + text + "\u001b[0m" : text;
    }

    /** What a colour means. */
    enum Tone {
        GOOD("\u001b[32m"),
        BAD("\u001b[31m"),
        BUSY("\u001b[36m"),
        WARN("\u001b[33m"),
        QUIET("\u001b[2m"),
        STRONG("\u001b[1m");

        private final String code;

        Tone(String code) {
            this.code = code;
        }

        /** The tone of a run's, step's or target's state. */
        static Tone of(String state) {
            return switch (state) {
                case "SUCCEEDED", "FINISHED", "OK", "VERIFIED", "COMPLETED", "WORKING" -> GOOD;
                case "FAILED", "ROLLBACK_FAILED", "REJECTED", "CRITICAL" -> BAD;
                case "RUNNING", "STARTED", "REQUESTED", "VERIFYING" -> BUSY;
                case "ROLLING_BACK",
                        "ROLLBACK_WAITING",
                        "ROLLED_BACK",
                        "NEEDS_ATTENTION",
                        "CANCELLED",
                        "WARNING",
                        "PROPOSED",
                        "HOLDING",
                        "WAITING",
                        "PAUSED" -> WARN;
                default -> QUIET;
            };
        }
    }
}
