package io.upkeep.document;

import io.upkeep.text.Sha256;
import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/** A document as one page that needs nothing else: no script, no address is asked for anything. */
public final class DocumentHtml {

    /** The only style of the page. */
    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#8884;--soft:#8881}
            body{font:16px/1.55 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}
            h1,h2,h3{line-height:1.25}h2{margin-top:2rem;border-bottom:1px solid var(--line)}
            table{border-collapse:collapse;width:100%}td,th{border:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}
            code{background:var(--soft);padding:.1em .3em;border-radius:3px;overflow-wrap:anywhere}
            pre{background:var(--soft);padding:.8rem;overflow:auto}pre code{background:none;padding:0;overflow-wrap:normal}
            svg{max-width:100%;height:auto}svg rect{fill:var(--soft);stroke:currentColor}svg text{fill:currentColor;font:13px system-ui,sans-serif}svg path{stroke:currentColor;fill:none}
            @media print{body{margin:0;max-width:none}}
            """;

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .attributeProviderFactory(context -> (node, tag, attributes) -> name(node, attributes))
            .nodeRendererFactory(Drawings::new)
            .build();

    private DocumentHtml() {}

    /** The whole page of a document. */
    public static String of(Document document) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                %s</body>
                </html>
                """.formatted(
                        org.springframework.web.util.HtmlUtils.htmlEscape(document.title()),
                        STYLE,
                        RENDERER.render(parsed(DocumentControl.whole(document))));
    }

    /** The style as a source of a Content-Security-Policy: {@code sha256-…}. */
    public static String styleHash() {
        return Sha256.source(STYLE);
    }

    static Node parsed(String markdown) {
        return PARSER.parse(markdown);
    }

    static String anchor(Heading heading) {
        return DocumentReview.anchor(DocumentReview.plain(heading));
    }

    private static void name(Node node, Map<String, String> attributes) {
        if (node instanceof Heading heading) {
            attributes.put("id", anchor(heading));
        }
    }

    /** Draws what other tools draw from {@code mermaid} text; every other block is shown as it is. */
    private static final class Drawings implements NodeRenderer {

        private final HtmlNodeRendererContext context;

        private Drawings(HtmlNodeRendererContext context) {
            this.context = context;
        }

        @Override
        public java.util.Set<Class<? extends Node>> getNodeTypes() {
            return java.util.Set.of(FencedCodeBlock.class);
        }

        @Override
        public void render(Node node) {
            FencedCodeBlock block = (FencedCodeBlock) node;
            context.getWriter().line();
            if ("mermaid".equals(block.getInfo())) {
                context.getWriter().raw(RouteDrawing.svg(block.getLiteral()));
            } else {
                context.getWriter().tag("pre");
                context.getWriter().tag("code");
                context.getWriter().text(block.getLiteral());
                context.getWriter().tag("/code");
                context.getWriter().tag("/pre");
            }
            context.getWriter().line();
        }
    }
}
