package io.upkeep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.upkeep.pipeline.lint.RouteLint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a check of all routes of this project takes, in a new JVM and in one that has done it before, beside reading the YAML
 * of the same files. No test: {@code bench/README.md} says how to run it.
 */
@Tag("bench")
class RouteLintBench {

    private static final int ROUNDS = 20;
    private static final Path ROUTES = Path.of("routes");

    @Test
    void all_routes() throws IOException {
        List<Path> files = files();
        YAMLMapper yaml = new YAMLMapper();
        RouteLint lint = new RouteLint(Clock.systemUTC());
        double first = lint(lint);
        Samples checks = new Samples();
        Samples reads = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            checks.add(lint(lint));
            reads.add(read(yaml, files));
        }
        System.out.printf(
                "BENCH check of %d files: %.2f s in a new JVM, %.2f s afterwards; beside it their YAML read in %.2f s; %s%n",
                files.size(), first, checks.median(), reads.median(), Samples.load());
    }

    private static double lint(RouteLint lint) {
        long began = System.nanoTime();
        assertThat(lint.check(ROUTES)).isEmpty();
        return Samples.secondsSince(began);
    }

    private static double read(YAMLMapper yaml, List<Path> files) throws IOException {
        long began = System.nanoTime();
        for (Path file : files) {
            assertThat(yaml.readTree(file.toFile())).isNotEmpty();
        }
        return Samples.secondsSince(began);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(ROUTES)) {
            return all.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }
}
