package io.upkeep.fleet;

/** Hostile text made fit for one line of a message: no control characters, bounded, the end kept. */
final class Printable {

    private Printable() {}

    static String of(String text, int most) {
        String line = text.replaceAll("\\R", " | ").replaceAll("\\p{Cntrl}|\\p{Cf}", "\uFFFD");
        return line.length() <= most ? line : "…" + line.substring(line.length() - most);
    }
}
