package io.upkeep.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class RoutePictureTest {

    private static final List<String> STEPS =
            List.of("validate", "deploy", "deploy/copy", "deploy/copy/check", "verify");
    private static final List<String> ROLLBACK = List.of("undo-deploy");

    @Test
    void shows_every_step_and_the_way_back() throws Exception {
        Element picture = parsed(RoutePicture.of("deploy", STEPS, ROLLBACK, List.of(), false));

        assertThat(texts(picture))
                .containsExactly(
                        "steps", "validate", "deploy", "copy", "check", "verify", "when one fails", "undo-deploy");
        assertThat(picture.getElementsByTagName("rect").getLength())
                .as("inner steps stand in the box of the outer one")
                .isEqualTo(4);
        assertThat(picture.getAttribute("aria-label"))
                .isEqualTo(
                        "deploy: validate, deploy, deploy/copy, deploy/copy/check, verify; when one fails: undo-deploy");
    }

    @Test
    void no_way_back_and_no_steps_are_pictures_too() throws Exception {
        assertThat(texts(parsed(RoutePicture.of("look", List.of("see"), List.of(), List.of(), true))))
                .containsExactly("steps", "see");
        assertThat(texts(parsed(RoutePicture.of("empty", List.of(), List.of(), List.of(), false))))
                .containsExactly("no steps");
    }

    @Test
    void steps_that_exclude_each_other_say_when_they_are_taken_and_no_arrow_leads_from_one_to_the_other()
            throws Exception {
        List<DrawnBranch> branches = List.of(
                new DrawnBranch(0, "task is <b>day", List.of("day")),
                new DrawnBranch(0, "task is week", List.of("week")));
        Element picture =
                parsed(RoutePicture.of("task", List.of("look", "day", "week", "end"), List.of(), branches, false));

        assertThat(texts(picture))
                .containsExactly(
                        "steps", "look", "day", "when task is <b>day", "or", "week", "when task is week", "end");
        assertThat(picture.getElementsByTagName("path").getLength()).isEqualTo(2);
        assertThat(picture.getAttribute("aria-label"))
                .isEqualTo("task: look, day (when task is <b>day), week (when task is week), end");
    }

    @Test
    void is_narrower_with_the_way_back_below() throws Exception {
        Element beside = parsed(RoutePicture.of("deploy", STEPS, ROLLBACK, List.of(), false));
        Element below = parsed(RoutePicture.of("deploy", STEPS, ROLLBACK, List.of(), true));

        assertThat(size(below, "width")).isLessThan(size(beside, "width"));
        assertThat(size(below, "height")).isGreaterThan(size(beside, "height"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everything_stands_within_the_picture(boolean isBelow) throws Exception {
        String longName = "restore-security-configuration-of-all";
        Element picture =
                parsed(RoutePicture.of("long", List.of("a", longName), List.of("b", longName), List.of(), isBelow));

        NodeList boxes = picture.getElementsByTagName("rect");
        for (int i = 0; i < boxes.getLength(); i++) {
            Element box = (Element) boxes.item(i);
            assertThat(size(box, "x") + size(box, "width")).isLessThan(size(picture, "width"));
            assertThat(size(box, "y") + size(box, "height")).isLessThan(size(picture, "height"));
            assertThat(size(box, "width")).isGreaterThan(longName.length() * 8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</text><script>alert(1)</script>",
                "x\" onload=\"alert(1)",
                "<foreignObject><img src=x onerror=alert(1)></foreignObject>",
                "]]><!--&evil;",
                "é\u0000\u001b[31m\u202Eü%s%n"
            })
    void no_words_of_a_route_become_anything_but_text(String hostile) throws Exception {
        Element picture = parsed(RoutePicture.of(
                hostile, List.of(hostile, hostile + "/" + hostile), List.of(hostile), List.of(), false));

        Set<String> elements = new TreeSet<>();
        NodeList all = picture.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            elements.add(element.getTagName());
            for (int j = 0; j < element.getAttributes().getLength(); j++) {
                assertThat(element.getAttributes().item(j).getNodeName()).doesNotStartWith("on");
            }
        }
        assertThat(elements).isSubsetOf("style", "rect", "text", "path");
        assertThat(picture.getAttribute("onload")).isEmpty();
    }

    @Test
    void its_style_is_the_one_whose_hash_is_told() throws Exception {
        Element style = (Element) parsed(RoutePicture.of("look", List.of("see"), List.of(), List.of(), false))
                .getElementsByTagName("style")
                .item(0);

        byte[] hash = java.security.MessageDigest.getInstance("SHA-256")
                .digest(style.getTextContent().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(RoutePicture.styleHash())
                .isEqualTo("sha256-" + java.util.Base64.getEncoder().encodeToString(hash));
    }

    private static Element parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static List<String> texts(Element picture) {
        List<String> texts = new ArrayList<>();
        NodeList found = picture.getElementsByTagName("text");
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }

    private static int size(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }
}
