package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every name in the operations handbook has one row in docs/handbook.md, and every row names what exists. */
class HandbookTest {

    private static final Path HANDBOOK = Path.of("src/test/resources/handbook/system-maintenance.md");
    private static final Path TABLE = Path.of("docs/handbook.md");

    private final List<Handbook.Name> names = Handbook.names(Files.readString(HANDBOOK));
    private final List<HandbookTable.Row> rows = HandbookTable.rows(Files.readAllLines(TABLE));

    HandbookTest() throws IOException {}

    @Test
    void the_handbook_is_read_whole() throws IOException {
        assertThat(names)
                .hasSizeGreaterThan(250)
                .contains(
                        new Handbook.Name(
                                "Routine Maintenance Tasks > Daily Maintenance > System Health Checks",
                                "./check_cpu_usage.sh"),
                        new Handbook.Name(
                                "Routine Maintenance Tasks > Daily Maintenance > Log Management", "Compress old logs"),
                        new Handbook.Name(
                                "Maintenance Scheduling > Maintenance Windows > Maintenance Window Planning",
                                "emergency"),
                        new Handbook.Name("Approval and Sign-off > Document Control", "Next Review"));
        assertThat(names.stream().filter(name -> name.name().endsWith(".sh")).distinct())
                .as("scripts, by the section that calls them")
                .hasSize(scripts());
    }

    @Test
    void every_name_of_the_handbook_has_exactly_one_row() {
        assertThat(rows.stream().map(HandbookTable.Row::name))
                .as("rows of docs/handbook.md, under the headings of the handbook and in its order")
                .containsExactlyElementsOf(names);
    }

    @Test
    void every_row_names_what_exists() throws IOException {
        WhatExists exists = new WhatExists();
        assertThat(rows.stream()
                        .flatMap(row -> row.places().stream()
                                .flatMap(place -> exists.problem(place).stream())
                                .map(problem -> row + ": " + problem)))
                .isEmpty();
    }

    @Test
    void every_row_says_what_does_it_and_where() {
        assertThat(rows)
                .as("rows of what nothing does yet")
                .allMatch(row -> !row.what().isEmpty() && !row.places().isEmpty());
    }

    @Test
    void a_row_that_names_nothing_real_is_found() throws IOException {
        WhatExists exists = new WhatExists();
        assertThat(Stream.of(
                                "no-such-pipeline",
                                "deploy-configuration/no-such-step",
                                "no-such-pipeline/test",
                                "upkeep no-such-verb",
                                "upkeep window no-such-verb",
                                "upkeep.no.such.setting",
                                "#no-such-part",
                                "GET /api/no-such-thing",
                                "docs/no-such-file.md")
                        .filter(place -> exists.problem(place).isEmpty()))
                .isEmpty();
    }

    /** Counted without reading the structure: calls of scripts, once per script of a section. */
    private static int scripts() throws IOException {
        String section = "";
        Set<String> found = new HashSet<>();
        for (String line : Files.readAllLines(HANDBOOK)) {
            section = line.startsWith("#### ") ? line : section;
            if (line.strip().startsWith("./")) {
                found.add(section + line.strip().split(" ", 2)[0]);
            }
        }
        return found.size();
    }
}
