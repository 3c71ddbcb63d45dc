package io.upkeep.document;

import io.upkeep.text.Sha256;
import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;

/**
 * A pipeline as a picture that needs nothing else: an SVG file with every step, those inside of others as lines in the box
 * of the outer one, and the way back. It holds no script and asks no address; every word of a route is escaped in it.
 */
public final class RoutePicture {

    /** The only style: a picture does not see that of the page around it, so it asks for light or dark by itself. */
    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#1b2321;--soft:#5a6562;--line:#9aa5a1;--box:#f4f5f3}
            @media (prefers-color-scheme:dark){:root{--ink:#e6ebe9;--soft:#9ba8a4;--line:#66726e;--box:#222a28}}
            text{font:13px ui-monospace,"DejaVu Sans Mono",monospace;fill:var(--ink)}
            .soft{fill:var(--soft);font-size:12px}rect{fill:var(--box);stroke:var(--line)}path{fill:none;stroke:var(--line);stroke-width:1.5}
            """;

    private static final int MARGIN = 8;
    private static final int HEADING = 26;
    private static final int TITLE = 32;
    private static final int LINE = 18;
    private static final int GAP = 22;
    private static final int BETWEEN = 40;

    /** As wide as a letter of the style's font at most is. */
    private static final int LETTER = 8;

    private RoutePicture() {}

    /**
     * A step with those that stand inside of it.
     *
     * @param inner their paths below it
     * @param when on what it depends whether a run takes it; empty for one that every run takes
     * @param isOther whether a run takes either this one or the one before
     */
    private record Box(String name, String when, boolean isOther, List<String> inner) {

        int height() {
            int lines = inner.size() + (when.isEmpty() ? 0 : 1);
            return TITLE + (lines == 0 ? 0 : lines * LINE + LINE / 3);
        }

        /** What stands in it below its name. */
        List<String> lines() {
            return Stream.concat(
                            Stream.of(when).filter(condition -> !condition.isEmpty()),
                            inner.stream().map(path -> " ".repeat(indent(path)) + ownName(path)))
                    .toList();
        }

        int letters() {
            // lines below the name are in smaller letters
            return IntStream.concat(
                            IntStream.of(name.length()),
                            lines().stream().mapToInt(line -> (line.length() * 12 + 12) / 13))
                    .max()
                    .orElse(0);
        }
    }

    /** Where boxes stand. */
    private record Column(String heading, List<Box> boxes, int x, int y) {

        int width() {
            int letters = boxes.stream().mapToInt(Box::letters).max().orElse(0);
            return Math.max(letters, heading.length()) * LETTER + 3 * LETTER;
        }

        int bottom() {
            return y
                    + HEADING
                    + boxes.stream().mapToInt(box -> box.height() + GAP).sum()
                    - (boxes.isEmpty() ? 0 : GAP);
        }

        /** The middle of the name of the first box. */
        int first() {
            return y + HEADING + TITLE / 2;
        }

        /** The same of the last one. */
        int last() {
            return bottom() - boxes.get(boxes.size() - 1).height() + TITLE / 2;
        }
    }

    /**
     * The picture.
     *
     * @param steps paths of the steps, in order
     * @param rollback the same of the rollback route; empty when there is none
     * @param branches steps of both that only some runs take
     * @param below the way back stands below the steps, for narrow pages, and not beside them
     */
    public static String of(
            String pipeline, List<String> steps, List<String> rollback, List<DrawnBranch> branches, boolean below) {
        Column way = new Column(steps.isEmpty() ? "no steps" : "steps", boxes(steps, branches), MARGIN, MARGIN);
        // a line at the right of the steps leads to the way back, which needs room for it
        Column back = below
                ? new Column("when one fails", boxes(rollback, branches), MARGIN, way.bottom() + GAP)
                : new Column("when one fails", boxes(rollback, branches), MARGIN + way.width() + BETWEEN, MARGIN);
        boolean fails = !steps.isEmpty() && !rollback.isEmpty();
        int right = rollback.isEmpty() ? MARGIN + way.width() : Math.max(MARGIN + way.width(), back.x() + back.width());
        int width = right + MARGIN + (below && fails ? BETWEEN / 2 : 0);
        int height = (rollback.isEmpty() ? way.bottom() : Math.max(way.bottom(), back.bottom())) + MARGIN;
        String path =
                fails ? fails(way, back, below ? right + BETWEEN / 4 : MARGIN + way.width() + BETWEEN / 3, below) : "";
        return """
                <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="%s" viewBox="0 0 %d %d" width="%d" height="%d">
                <style>%s</style>
                %s%s%s</svg>
                """.formatted(
                        escaped(words(pipeline, steps, rollback, branches)),
                        width,
                        height,
                        width,
                        height,
                        STYLE,
                        drawn(way),
                        rollback.isEmpty() ? "" : drawn(back),
                        path);
    }

    /** The style as a source of a Content-Security-Policy: {@code sha256-…}. */
    public static String styleHash() {
        return Sha256.source(STYLE);
    }

    private static String words(
            String pipeline, List<String> steps, List<String> rollback, List<DrawnBranch> branches) {
        return "%s: %s%s"
                .formatted(
                        pipeline,
                        steps.isEmpty() ? "no steps" : words(steps, branches),
                        rollback.isEmpty() ? "" : "; when one fails: " + words(rollback, branches));
    }

    private static String words(List<String> steps, List<DrawnBranch> branches) {
        return steps.stream()
                .map(step -> step + condition(branches, step, " (%s)"))
                .collect(Collectors.joining(", "));
    }

    private static String condition(List<DrawnBranch> branches, String step, String form) {
        String when = DrawnBranch.when(branches, step);
        return when.isEmpty() ? "" : form.formatted("when " + Shown.of(when));
    }

    private static List<Box> boxes(List<String> paths, List<DrawnBranch> branches) {
        List<Box> boxes = new ArrayList<>();
        String before = "";
        for (String path : paths) {
            int end = path.indexOf('/');
            if (end < 0 || boxes.isEmpty()) {
                boolean isOther = DrawnBranch.excludes(branches, before, path);
                boxes.add(new Box(Shown.of(path), condition(branches, path, "%s"), isOther, new ArrayList<>()));
                before = path;
            } else {
                boxes.get(boxes.size() - 1).inner().add(Shown.of(path.substring(end + 1)));
            }
        }
        return boxes;
    }

    private static int indent(String inner) {
        return 2 * (int) inner.chars().filter(c -> c == '/').count() + 2;
    }

    private static String ownName(String inner) {
        return inner.substring(inner.lastIndexOf('/') + 1);
    }

    private static String drawn(Column column) {
        int y = column.y() + HEADING;
        StringBuilder svg = new StringBuilder(text(column.x(), column.y() + HEADING / 2, "soft", column.heading()));
        int middle = column.x() + column.width() / 2;
        for (Box box : column.boxes()) {
            if (y > column.y() + HEADING) {
                svg.append(
                        box.isOther()
                                ? text(middle - LETTER, y - GAP / 3, "soft", "or")
                                : "<path d=\"M%d %dV%dm-4 -5l4 5l4 -5\"/>\n".formatted(middle, y - GAP, y - 1));
            }
            svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n"
                    .formatted(column.x(), y, column.width(), box.height()));
            svg.append(text(column.x() + LETTER + LETTER / 2, y + 21, "", box.name()));
            int line = y + TITLE + LINE / 2;
            for (String inner : box.lines()) {
                int indent = inner.length() - inner.stripLeading().length();
                svg.append(text(column.x() + LETTER * (1 + indent) + LETTER / 2, line, "soft", inner.strip()));
                line += LINE;
            }
            y += box.height() + GAP;
        }
        return svg.toString();
    }

    /** From each step to the first one of the way back: any of them may fail. */
    private static String fails(Column way, Column back, int x, boolean below) {
        int edge = way.x() + way.width();
        StringBuilder lines = new StringBuilder();
        int y = way.y() + HEADING + TITLE / 2;
        for (Box box : way.boxes()) {
            lines.append("M%d %dH%d".formatted(edge, y, x));
            y += box.height() + GAP;
        }
        int target = below ? back.x() + back.width() : back.x();
        int head = below ? 5 : -5;
        return "<path stroke-dasharray=\"4 3\" d=\"%sM%d %dV%d\"/>\n"
                        .formatted(lines, x, way.first(), Math.max(way.last(), back.first()))
                + "<path d=\"M%d %dH%dm%d -4l%d 4l%d 4\"/>\n".formatted(x, back.first(), target, head, -head, head);
    }

    private static String text(int x, int y, String kind, String words) {
        return "<text x=\"%d\" y=\"%d\"%s>%s</text>\n"
                .formatted(x, y, kind.isEmpty() ? "" : " class=\"" + kind + "\"", escaped(words));
    }

    /** With the encoding named, so that only what XML knows is written as a name. */
    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(
                text.lines().map(line -> Shown.line(line, 4000)).collect(Collectors.joining(" ")), "UTF-8");
    }
}
