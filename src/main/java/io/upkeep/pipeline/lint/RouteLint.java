package io.upkeep.pipeline.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Checks route files without starting anything: what Camel would refuse, what Camel would accept and run wrongly, and
 * what would break a promise of the engine.
 */
public final class RouteLint {

    private final Clock clock;
    private final KnownProperties configuration;

    /** Compares with the product's defaults and the {@code application.yaml} beside the route directory. */
    public RouteLint(Clock clock) {
        this(clock, null);
    }

    private RouteLint(Clock clock, KnownProperties configuration) {
        this.clock = clock;
        this.configuration = configuration;
    }

    /** Compares with the configuration that Upkeep runs on. */
    public static RouteLint with(Environment environment, Clock clock) {
        return new RouteLint(clock, new KnownProperties() {
            @Override
            public Optional<String> value(String name) {
                return Optional.ofNullable(environment.getProperty(name));
            }

            @Override
            public Optional<Binder> declared() {
                return Optional.of(Binder.get(environment));
            }

            @Override
            public boolean mayComeLater(String name) {
                return false;
            }
        });
    }

    /**
     * Checks every {@code *.camel.yaml} and {@code *.kamelet.yaml} under the directory.
     *
     * @return what is wrong, sorted by place; empty when all is well or the directory does not exist
     * @throws UncheckedIOException when the directory cannot be listed
     */
    public List<Finding> check(Path directory) {
        Set<Finding> findings = new TreeSet<>();
        RouteFiles files = read(directory, findings);
        KnownProperties known = configuration == null ? new PropertyFiles(directory) : configuration;
        Rules.all(clock, known).stream().flatMap(rule -> rule.check(files)).forEach(findings::add);
        return List.copyOf(findings);
    }

    static RouteFiles read(Path directory, Collection<Finding> findings) {
        if (!Files.isDirectory(directory)) {
            return new RouteFiles(directory, List.of());
        }
        YamlReader reader = new YamlReader(findings::add);
        try (Stream<Path> paths = Files.walk(directory)) {
            List<RouteFile> files = paths.filter(RouteLint::isRouteFile)
                    .sorted()
                    .map(reader::read)
                    .filter(file -> file != null)
                    .toList();
            return new RouteFiles(directory, files);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the route directory " + directory, e);
        }
    }

    static boolean isRouteFile(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(".camel.yaml") || name.endsWith(".kamelet.yaml");
    }
}
