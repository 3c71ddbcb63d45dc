package io.upkeep.reference;

import java.util.List;

/** The part of a page that is generated: everything below a mark; a page without the mark is generated whole. */
final class GeneratedPart {

    private static final String MARK = "<!-- generated below this line; CONTRIBUTING.md says how -->";

    private GeneratedPart() {}

    /** The page with what is generated in its place. */
    static String in(String page, String generated) {
        return page.contains(MARK) ? above(page) + MARK + "\n\n" + generated : generated;
    }

    /** What people wrote. */
    static String above(String page) {
        int mark = page.indexOf(MARK);
        return mark < 0 ? page : page.substring(0, mark);
    }

    /** The first line that differs. */
    static String difference(String is, String should) {
        List<String> those = is.lines().toList();
        List<String> these = should.lines().toList();
        for (int i = 0; i < Math.max(those.size(), these.size()); i++) {
            String that = i < those.size() ? those.get(i) : "(the end)";
            String wanted = i < these.size() ? these.get(i) : "(the end)";
            if (!that.equals(wanted)) {
                return "line %d is%n  %s%nand should be%n  %s".formatted(i + 1, that, wanted);
            }
        }
        return "the line endings differ";
    }
}
