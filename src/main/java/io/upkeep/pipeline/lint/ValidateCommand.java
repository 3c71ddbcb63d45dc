package io.upkeep.pipeline.lint;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * {@code upkeep validate [DIRECTORY]}: checks route files without a server, for editors and build pipelines. Exit code 0
 * means no mistakes, 1 mistakes (one line each on standard output), 2 wrong use.
 */
public final class ValidateCommand {

    private static final String USAGE = "usage: upkeep validate [DIRECTORY]    (default: routes)";

    private ValidateCommand() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        // libraries would log between the findings, some while logging itself begins
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("logback.configurationFile", "io/upkeep/pipeline/lint/silent-logback.xml");
        // findings hold characters that the terminal's own character set may lack
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), Clock.systemUTC(), out, System.err));
    }

    static int run(List<String> args, Clock clock, PrintStream out, PrintStream err) {
        if (args.equals(List.of("--help")) || args.equals(List.of("-h"))) {
            out.println(USAGE);
            return 0;
        }
        if (args.size() > 1 || args.stream().anyMatch(arg -> arg.startsWith("-"))) {
            err.println("upkeep validate: cannot use '" + String.join(" ", args) + "'\n" + USAGE);
            return 2;
        }
        Path directory = Path.of(args.isEmpty() ? "routes" : args.get(0)).normalize();
        if (!Files.isDirectory(directory)) {
            err.println(
                    "upkeep validate: '%s' is not a directory; name the one that holds your routes, as in: upkeep validate routes"
                            .formatted(directory));
            return 2;
        }
        List<Finding> findings = new RouteLint(clock).check(directory);
        findings.forEach(out::println);
        Path settings = directory.toAbsolutePath().resolveSibling("application.yaml");
        if (!findings.isEmpty() && !Files.exists(settings)) {
            err.println(
                    "there is no %s, so no setting and no target of the estate is known; copy it there with the routes"
                            .formatted(settings));
        }
        err.println(
                findings.isEmpty()
                        ? directory + ": no mistakes"
                        : "%s: %d mistake%s".formatted(directory, findings.size(), findings.size() == 1 ? "" : "s"));
        return findings.isEmpty() ? 0 : 1;
    }
}
