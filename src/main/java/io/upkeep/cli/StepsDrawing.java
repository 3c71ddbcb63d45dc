package io.upkeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;

/** The steps of a pipeline, drawn with characters: outer ones below each other, inner ones beside them. */
final class StepsDrawing {

    private StepsDrawing() {}

    /** Prints nothing when there are no steps. */
    static void print(Terminal terminal, String heading, JsonNode paths) {
        if (paths.isEmpty()) {
            return;
        }
        String arrow = terminal.unicode() ? "↓" : "|";
        String branch = terminal.unicode() ? "├ " : "+ ";
        terminal.out().println("  " + heading);
        boolean isFirst = true;
        for (JsonNode node : paths) {
            String path = Plain.line(node.asText());
            int depth = (int) path.chars().filter(c -> c == '/').count();
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (depth > 0) {
                terminal.out().println("    " + "  ".repeat(depth - 1) + branch + name);
            } else {
                if (!isFirst) {
                    terminal.out().println("    " + terminal.paint(Tone.QUIET, arrow));
                }
                terminal.out().println("    " + terminal.paint(Tone.STRONG, name));
            }
            isFirst = false;
        }
    }
}
