package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RoutesReadmeTest {

    private static final Path README = Path.of("routes/README.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("^```(?:yaml|sh)\\n(# (\\S+)\\n.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern NAMED_SCRIPT = Pattern.compile("script: ([^\\s,}]+)");

    @TempDir
    Path directory;

    @Test
    void its_examples_have_no_mistakes() throws IOException {
        String readme = Files.readString(README);
        Matcher scripts = NAMED_SCRIPT.matcher(readme);
        while (scripts.find()) {
            write(scripts.group(1), "set -eu\n");
        }
        Matcher examples = EXAMPLE.matcher(readme);
        int count = 0;
        while (examples.find()) {
            write(examples.group(2), examples.group(1));
            count++;
        }

        assertThat(count).as("examples found").isGreaterThanOrEqualTo(2);
        assertThat(new RouteLint(Clock.systemUTC()).check(directory)).isEmpty();
    }

    @Test
    void its_table_names_every_option_of_a_pipeline() throws IOException {
        String readme = Files.readString(README);

        assertThat(new Components().options("maintenance", true))
                .isNotEmpty()
                .allSatisfy(option -> assertThat(readme).contains("`" + option + "`"));
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
