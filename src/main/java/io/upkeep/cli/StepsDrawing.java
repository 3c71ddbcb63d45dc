package io.upkeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.upkeep.cli.Terminal.Tone;

/** The steps of a pipeline, drawn with characters: outer ones below each other, inner ones beside them. */
final class StepsDrawing {

    private StepsDrawing() {}

    /** Prints nothing when there are no steps. */
    static void print(Terminal terminal, String heading, JsonNode paths, JsonNode branches) {
        if (paths.isEmpty()) {
            return;
        }
        String arrow = terminal.unicode() ? "↓" : "|";
        String branch = terminal.unicode() ? "├ " : "+ ";
        terminal.out().println("  " + heading);
        String before = null;
        for (JsonNode node : paths) {
            String path = Plain.line(node.asText());
            String when = StepConditions.of(branches, node.asText());
            String condition = when.isEmpty() ? "" : terminal.paint(Tone.QUIET, "  (when " + Plain.line(when) + ")");
            int depth = (int) path.chars().filter(c -> c == '/').count();
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (depth > 0) {
                terminal.out().println("    " + "  ".repeat(depth - 1) + branch + name + condition);
            } else {
                if (before != null) {
                    boolean isOther = StepConditions.exclude(branches, before, node.asText());
                    terminal.out().println("    " + terminal.paint(Tone.QUIET, isOther ? "or" : arrow));
                }
                terminal.out().println("    " + terminal.paint(Tone.STRONG, name) + condition);
                before = node.asText();
            }
        }
    }
}
