package io.upkeep.document;

import io.upkeep.document.Document.Signature;
import io.upkeep.text.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** Decides whether a draft may be shown to the people who are asked for their yes, and whether their yes counts. */
final class DocumentReview {

    /** What must not stand in a document, by what it looks like. */
    private static final Map<String, Pattern> SECRETS = new LinkedHashMap<>();

    static {
        SECRETS.put("a private key", Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY"));
        SECRETS.put("an access key", Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"));
        SECRETS.put(
                "a token",
                Pattern.compile("\\b(?:gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|glpat-[\\w-]{16,})"));
        SECRETS.put("a web token", Pattern.compile("\\beyJ[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]{5,}"));
        SECRETS.put("an address with a password", Pattern.compile("://[^\\s/:@]+:[^\\s/@]+@"));
        SECRETS.put(
                "a password",
                Pattern.compile(
                        "(?i)\\b(?:password|passwd|secret|api[-_]?key|access[-_]?key|token)\"?\\s*[=:]\\s*\"?(?![$<{•*])[^\\s\"']{6,}"));
    }

    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|TBD|FIXME)\\b");

    private DocumentReview() {}

    /**
     * What is wrong with the text; empty when nothing is.
     *
     * @param isThere whether a link that leaves the document leads somewhere
     */
    static List<String> problems(String markdown, Predicate<String> isThere) {
        List<String> problems = new ArrayList<>();
        // as a reader sees it: what is escaped in the text is not escaped to the eye
        String seen = markdown.replace("\\", "");
        SECRETS.forEach((what, pattern) -> pattern.matcher(seen)
                .results()
                .findFirst()
                .ifPresent(found ->
                        problems.add("line %d looks like %s; take it out of what the document is written from"
                                .formatted(lineOf(seen, found.start()), what))));
        UNFINISHED
                .matcher(seen)
                .results()
                .findFirst()
                .ifPresent(found -> problems.add(
                        "line %d is not finished: %s".formatted(lineOf(seen, found.start()), found.group())));
        Links links = new Links();
        DocumentHtml.parsed(markdown).accept(links);
        problems.addAll(links.problems(isThere));
        return problems;
    }

    /**
     * Whether these signatures let a document be published.
     *
     * @param creator who asked for it: {@code person:ada}
     * @throws DocumentRefused saying what is missing
     */
    static void fourEyes(String title, List<Signature> given, String creator) {
        if (given.isEmpty()) {
            throw new DocumentRefused(
                    "'%s': nobody approved it; let the step that signs stand in a pipeline with approval:"
                            .formatted(title));
        }
        given.stream()
                .filter(signature -> creator.equalsIgnoreCase("person:" + signature.person()))
                .findFirst()
                .ifPresent(own -> {
                    throw new DocumentRefused(
                            "'%s': %s asked for it and cannot sign it; another person with the role %s has to"
                                    .formatted(title, own.person(), own.role()));
                });
    }

    private static int lineOf(String text, int index) {
        return (int) text.substring(0, index).lines().count();
    }

    /** Everything in a text that leads out of it or is no text. */
    private static final class Links extends AbstractVisitor {

        private final Set<String> headings = new HashSet<>();
        private final List<String> targets = new ArrayList<>();
        private int html;

        @Override
        public void visit(Heading heading) {
            headings.add("#" + DocumentHtml.anchor(heading));
            visitChildren(heading);
        }

        @Override
        public void visit(Link link) {
            targets.add(link.getDestination());
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            targets.add(image.getDestination());
        }

        @Override
        public void visit(HtmlInline inline) {
            html++;
        }

        @Override
        public void visit(HtmlBlock block) {
            html++;
        }

        private List<String> problems(Predicate<String> isThere) {
            List<String> problems = new ArrayList<>();
            targets.stream()
                    .filter(target -> !headings.contains(target) && !isThere.test(target))
                    .forEach(target -> problems.add("the link '%s' leads nowhere".formatted(Shown.of(target))));
            if (html > 0) {
                problems.add("it holds HTML in %d places; it is made of Markdown".formatted(html));
            }
            return problems;
        }
    }

    /** {@code What is done} is {@code what-is-done}. */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
    }

    /** Nodes' texts, joined. */
    static String plain(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(org.commonmark.node.Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(org.commonmark.node.Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }
}
