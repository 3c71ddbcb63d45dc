package io.upkeep.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.upkeep.cli.CommandLinePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The reference pages say what the code says. {@code -Dupkeep.write=true} writes them anew; without it, they are compared.
 */
class ReferencePagesTest {

    private static final String AGAIN = "mvn -q test -Dtest=ReferencePagesTest,RuleReferenceTest -Dupkeep.write=true";
    private static final boolean WRITES = Boolean.getBoolean("upkeep.write");
    private static final Path PLACE = Path.of("docs/reference");

    @Test
    void the_pages_are_as_the_code_is() throws IOException {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put("command-line.md", CommandLinePage::write);
        pages.put("rest-api.md", RestPage::write);
        pages.put("settings.md", SettingsPage::write);
        pages.put("pipelines.md", PipelinesPage::write);
        pages.put("events.md", EventsPage::write);
        for (Map.Entry<String, Page> page : pages.entrySet()) {
            compare(PLACE.resolve(page.getKey()), page.getValue().write());
        }
    }

    /** Writes what is generated of a page. */
    private interface Page {
        String write() throws IOException;
    }

    private static void compare(Path file, String generated) throws IOException {
        String is = Files.exists(file) ? Files.readString(file) : "";
        String should = GeneratedPart.in(is, generated);
        if (is.equals(should)) {
            return;
        }
        if (WRITES) {
            Files.writeString(file, should);
            return;
        }
        fail("%s is not what the code says: %s%nWrite all reference pages anew with%n  %s%nand commit them."
                .formatted(file, GeneratedPart.difference(is, should), AGAIN));
    }

    @Test
    void every_endpoint_is_described_and_every_described_one_exists() throws IOException {
        String written = GeneratedPart.above(Files.readString(PLACE.resolve("rest-api.md")));
        List<String> described = RestPage.described(written);

        assertThat(RestPage.endpoints().stream()
                        .filter(endpoint -> described.stream().noneMatch(RestPage.means(endpoint))))
                .as(
                        "endpoints that docs/reference/rest-api.md does not describe above its generated part: add a row for each")
                .isEmpty();
        assertThat(described.stream()
                        .filter(name -> RestPage.endpoints().stream()
                                .noneMatch(endpoint -> RestPage.means(endpoint).test(name))))
                .as("endpoints that docs/reference/rest-api.md describes and that do not exist: correct or remove them")
                .isEmpty();
    }

    @Test
    void every_setting_has_a_description() throws IOException {
        assertThat(SettingsPage.undescribed())
                .as("settings without a description: write @param in the Javadoc of their record, or an entry in "
                        + "src/main/resources/META-INF/additional-spring-configuration-metadata.json")
                .isEmpty();
    }

    @Test
    void a_changed_page_is_found_and_the_message_says_how_to_write_it_anew() {
        Executable comparison = () -> compare(PLACE.resolve("settings.md"), "# Settings\n\nNothing.\n");

        if (!WRITES) {
            assertThat(org.junit.jupiter.api.Assertions.assertThrows(AssertionError.class, comparison))
                    .hasMessageContaining(AGAIN);
        }
    }
}
