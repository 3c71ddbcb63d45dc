package io.upkeep.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** Hostile text made fit to be kept and quoted: bounded, without control characters. Escaping is the reader's. */
final class Bounded {

    private Bounded() {}

    /** One line. */
    static String line(Object text, int most) {
        String line = text == null
                ? ""
                : String.valueOf(text)
                        .replaceAll("\\R", " | ")
                        .replaceAll("\\p{Cntrl}|\\p{Cf}|\\p{Cs}", "\uFFFD")
                        .strip();
        return line.length() <= most ? line : line.substring(0, most) + "…";
    }

    /** The last lines of several, each bounded. */
    static List<String> lines(String text, int lines, int most) {
        List<String> all = new ArrayList<>(text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line(line, most))
                .toList());
        return all.size() <= lines ? all : all.subList(all.size() - lines, all.size());
    }
}
