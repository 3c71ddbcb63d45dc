package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/validation.md} is made from the rules; run with {@code -Dupkeep.write=true} to write it again. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RuleReferenceTest {

    private static final Path PAGE = Path.of("docs/reference/validation.md");

    private static final Pattern SCRIPT = Pattern.compile("pipelines/[\\w/-]+\\.sh");

    private final List<Check> checks = Rules.checks(Rules.all(Clock.systemUTC(), new PropertyFiles(Path.of("routes"))));

    @Test
    void the_page_says_what_the_rules_say() throws IOException {
        if (Boolean.getBoolean("upkeep.write")) {
            Files.writeString(PAGE, page());
        }

        assertThat(Files.readString(PAGE))
                .as("write it again: mvn test -Dtest=RuleReferenceTest -Dupkeep.write=true")
                .isEqualTo(page());
    }

    @Test
    void ids_are_words_of_their_own() {
        assertThat(checks).extracting(Check::id).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z]+(-[a-z]+)+"));
    }

    @Test
    void a_script_that_is_named_as_an_example_is_one_of_those_that_are_shipped() throws IOException {
        List<String> advice = new ArrayList<>(checks.stream().map(Check::right).toList());
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/lint/bad"))) {
            for (Path found :
                    files.filter(file -> file.toString().endsWith(".txt")).toList()) {
                Files.readAllLines(found).forEach(line -> advice.add(line.substring(line.indexOf(" — ") + 1)));
            }
        }

        assertThat(advice)
                .flatExtracting(text ->
                        SCRIPT.matcher(text).results().map(MatchResult::group).toList())
                .isNotEmpty()
                .allSatisfy(script -> assertThat(Path.of("routes", script)).exists());
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                # What is checked in route files

                <!-- made from the rules in io.upkeep.pipeline.lint; RuleReferenceTest fails when it is stale -->

                `./upkeep validate [DIRECTORY]` checks every route, kamelet and policy under a directory (default: `routes`),
                without a server and without a network. The same rules hold at start (Upkeep does not start on mistakes), when a
                changed file is reloaded (the old routes run on; `GET /api/routes/findings` says why) and in the tests.

                A finding is one line: `file:line:column: what is wrong — what to write instead [rule]`. Exit code 0 means no
                mistakes, 1 mistakes, 2 wrong use.

                `{{placeholders}}` are compared with the product's defaults and the `application.yaml` beside the directory; names
                that only the environment gives are listed there under `upkeep.routes.from-environment`.

                Names of targets, windows and roles are compared with that `application.yaml`, too; not where there is none, or where
                it has `spring.config.import` and so others may declare them. A server compares with all that it runs on. What that file says
                of targets is checked as the start does.

                """);
        checks.forEach(check ->
                page.append("""
                ## %s

                %s %s

                ```yaml
                # wrong
                %s
                # right
                %s
                ```

                """.formatted(check.id(), check.what(), check.why(), check.wrong(), check.right())));
        return page.toString().stripTrailing() + "\n";
    }
}
