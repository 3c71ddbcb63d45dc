package io.upkeep.pipeline.lint;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The scripts that {@code fleet:} runs lie in the route directory. */
final class ScriptRule implements Rule {

    private static final String EXAMPLE = "pipelines/health/host-report.sh";

    static final Check SCRIPT = new Check(
            "script-unknown",
            "The scripts that `fleet:` runs lie in the route directory.",
            "The route does not load.",
            "parameters: {script: ../outside.sh}",
            "parameters: {script: %s}".formatted(EXAMPLE));

    @Override
    public List<Check> checks() {
        return List.of(SCRIPT);
    }

    @Override
    public Stream<Finding> check(RouteFiles files) {
        return files.everything()
                .flatMap(route -> route.endpoints()
                        .filter(use -> use.scheme().equals("fleet"))
                        .filter(use -> use.value("script")
                                .filter(script -> !script.contains("{{"))
                                .isPresent())
                        .filter(use ->
                                !isThere(files.directory(), use.value("script").orElseThrow()))
                        .map(use -> SCRIPT.at(
                                route,
                                use.placeOf("script"),
                                "there is no script '%s' in %s"
                                        .formatted(use.value("script").orElseThrow(), files.directory()),
                                "name a file below that directory, as in " + EXAMPLE)));
    }

    private static boolean isThere(Path directory, String script) {
        try {
            Path file = directory.resolve(script).normalize();
            return file.startsWith(directory.normalize()) && Files.isRegularFile(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
