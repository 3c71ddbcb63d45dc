package io.upkeep.pipeline.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Camel waits three minutes for a connection, and for ever for an answer, unless a route says otherwise. */
class HttpLimitsTest {

    /** How far a call's options may lie apart. */
    private static final int NEAR = 4;

    @Test
    void who_limits_the_wait_for_an_answer_limits_the_one_for_the_connection_too() throws IOException {
        int limited = 0;
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            for (Path route :
                    routes.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                List<String> lines = Files.readAllLines(route);
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).contains("esponseTimeout: ")) {
                        limited++;
                        assertThat(around(lines, i))
                                .as("%s:%d", route, i + 1)
                                .anyMatch(line -> line.contains("onnectTimeout: "));
                    }
                }
            }
        }
        assertThat(limited).as("calls over HTTP").isGreaterThan(15);
    }

    private static List<String> around(List<String> lines, int at) {
        if (lines.get(at).contains("parameters: {")) {
            return List.of(lines.get(at));
        }
        return new ArrayList<>(lines.subList(Math.max(0, at - NEAR), Math.min(lines.size(), at + NEAR)));
    }
}
