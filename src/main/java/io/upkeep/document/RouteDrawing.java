package io.upkeep.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The steps of a pipeline and of its way back as a drawing: as mermaid text for tools, as SVG for pages. */
public final class RouteDrawing {

    private static final Pattern BOX = Pattern.compile("^\\s*([sr])\\d+\\[\"([a-z0-9-]+)\"]", Pattern.MULTILINE);
    private static final int WIDTH = 300;
    private static final int HEIGHT = 34;
    private static final int GAP = 26;

    private RouteDrawing() {}

    /**
     * As mermaid text in a fence.
     *
     * @param steps ids of the outermost steps, in order
     * @param rollback the same of the rollback route; empty when there is none
     * @param branches steps of both that only some runs take: between two that exclude each other stands "or"
     */
    public static String mermaid(List<String> steps, List<String> rollback, List<DrawnBranch> branches) {
        List<String> lines = new ArrayList<>(List.of("flowchart TB"));
        lines.addAll(column("s", steps, branches));
        lines.addAll(column("r", rollback, branches));
        if (!steps.isEmpty() && !rollback.isEmpty()) {
            lines.add("  s%d -. fails .-> r0".formatted(steps.size() - 1));
        }
        return "\n```mermaid\n" + String.join("\n", lines) + "\n```\n";
    }

    private static List<String> column(String name, List<String> steps, List<DrawnBranch> branches) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            // a step's id is a word: the lint sees to it, and what is none could leave its box
            lines.add("  %s%d[\"%s\"]".formatted(name, i, steps.get(i).replaceAll("[^a-z0-9-]", "-")));
        }
        for (int i = 1; i < steps.size(); i++) {
            String link = DrawnBranch.excludes(branches, steps.get(i - 1), steps.get(i)) ? "-. or .-" : "-->";
            lines.add("  %s%d %s %s%d".formatted(name, i - 1, link, name, i));
        }
        return lines;
    }

    /** What {@link #mermaid} wrote, drawn: steps on the left, the way back on the right. */
    static String svg(String mermaid) {
        List<String> steps = boxes(mermaid, "s");
        List<String> rollback = boxes(mermaid, "r");
        int rows = Math.max(steps.size(), rollback.size());
        int width = rollback.isEmpty() ? WIDTH + 20 : 2 * WIDTH + 80;
        String label = "Steps: " + String.join(", ", steps)
                + (rollback.isEmpty() ? "" : "; when one fails: " + String.join(", ", rollback));
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %d %d\" width=\"%d\">%s%s%s</svg>"
                .formatted(
                        label,
                        width,
                        rows * (HEIGHT + GAP) + 10,
                        width,
                        drawn(mermaid, "s", steps, 10),
                        drawn(mermaid, "r", rollback, WIDTH + 70),
                        rollback.isEmpty() || steps.isEmpty() ? "" : fails());
    }

    private static List<String> boxes(String mermaid, String column) {
        return BOX.matcher(mermaid)
                .results()
                .filter(box -> box.group(1).equals(column))
                .map((MatchResult box) -> box.group(2))
                .collect(Collectors.toList());
    }

    private static String drawn(String mermaid, String column, List<String> steps, int x) {
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            int y = 5 + i * (HEIGHT + GAP);
            svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>".formatted(x, y, WIDTH, HEIGHT));
            svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
                    .formatted(x + WIDTH / 2, y + 22, steps.get(i)));
            if (i > 0) {
                boolean isOther = mermaid.contains("%s%d -. or .- %s%d".formatted(column, i - 1, column, i));
                svg.append(isOther ? or(x + WIDTH / 2, y - GAP / 3) : arrow(x + WIDTH / 2, y - GAP, y));
            }
        }
        return svg.toString();
    }

    private static String or(int x, int y) {
        return "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">or</text>".formatted(x, y);
    }

    private static String arrow(int x, int from, int to) {
        return "<path d=\"M%d %dV%dm-5 -6l5 6l5 -6\"/>".formatted(x, from, to);
    }

    private static String fails() {
        int y = 5 + HEIGHT / 2;
        return "<path stroke-dasharray=\"4 4\" d=\"M%d %dH%d\"/><text x=\"%d\" y=\"%d\" text-anchor=\"middle\">fails</text>"
                .formatted(WIDTH + 10, y, WIDTH + 70, WIDTH + 40, y - 6);
    }
}
