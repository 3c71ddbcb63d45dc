package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.PipelineCatalog;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.support.FileWatcherResourceReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Takes saved changes of route files into the running system: an aid for writing routes, not for production. A change
 * is taken when all route files together have no mistakes and no run is using the changed files; until then the old
 * routes run on. A changed script is a change of the route files that name it. New directories, deleted files and
 * kamelets need a restart.
 */
public final class RouteReload extends FileWatcherResourceReloadStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    private static final long RETRY_MILLIS = 500;

    private final Path directory;
    private final Clock clock;
    private final RouteLint lint;
    private final Set<Path> changed = new TreeSet<>();
    private volatile Reload last;
    private RouteSwap swap;
    private ScheduledExecutorService retries;

    /** Watches the directory once it is added to a Camel context as a service. */
    public RouteReload(Path directory, RouteLint lint, Clock clock) {
        super(directory.toString(), true);
        this.directory = directory;
        this.lint = lint;
        this.clock = clock;
        setFileFilter(File::isFile);
        setResourceReload((name, resource) ->
                saved(directory.resolve(Path.of(resource.getURI()).toAbsolutePath())));
    }

    /** What became of the latest change; empty when nothing was changed yet. */
    public Optional<Reload> last() {
        return Optional.ofNullable(last);
    }

    @Override
    protected void doStart() throws Exception {
        swap = new RouteSwap(getCamelContext());
        retries = getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "route-reload");
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        getCamelContext().getExecutorServiceManager().shutdown(retries);
    }

    private synchronized void saved(Path file) {
        List<Path> routes = RouteLint.isRouteFile(file) ? List.of(file) : whichName(file);
        changed.addAll(routes);
        attempt();
    }

    /** Routes read their scripts when they start. */
    private List<Path> whichName(Path script) {
        String name = directory.toAbsolutePath().relativize(script).toString().replace('\\', '/');
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .filter(file -> mentions(file, name))
                    .map(Path::toAbsolutePath)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static boolean mentions(Path file, String name) {
        try {
            return Files.readString(file).contains(name);
        } catch (IOException e) {
            LOG.debug("{} cannot be read; its own save is looked at with all others", file, e);
            return false;
        }
    }

    private synchronized void attempt() {
        changed.removeIf(file -> !Files.exists(file));
        if (changed.isEmpty() || !isRunAllowed()) {
            return;
        }
        List<Finding> findings = lint.check(directory);
        RouteFiles files = RouteLint.read(directory, new ArrayList<>());
        List<RouteFile> saved = files.all().stream()
                .filter(file -> changed.contains(Path.of(file.name()).toAbsolutePath()))
                .toList();
        if (!findings.isEmpty()) {
            record(Reload.Result.REFUSED, findings, "the old routes run on until these mistakes are corrected");
        } else if (swap.isInUse(files, saved)) {
            record(Reload.Result.WAITING, findings, "a run is using these routes; they change when it has ended");
            var unused = retries.schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            replace(saved);
        }
    }

    private void retry() {
        try {
            attempt();
        } catch (RuntimeException e) {
            // in a scheduled task it would be lost; the next save tries again
            LOG.warn("The changed routes cannot be read; the old ones run on", e);
        }
    }

    private void replace(List<RouteFile> saved) {
        try {
            swap.replace(saved);
            // pipelines of other files call these routes: what approvals and interrupted runs are bound to changed
            getCamelContext().getRegistry().findByType(PipelineCatalog.class).forEach(PipelineCatalog::readAgain);
            record(Reload.Result.APPLIED, List.of(), "the new routes run");
            changed.clear();
        } catch (Exception e) {
            LOG.debug("reload failed", e);
            record(Reload.Result.FAILED, List.of(), "the old routes run on: " + why(e));
        }
    }

    /** Camel names the route; what is the matter with it stands at the end of the causes. */
    private static String why(Throwable failure) {
        String place = String.valueOf(failure.getMessage());
        String cause = String.valueOf(
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        return place.contains(cause) ? place : cause + " (" + place + ")";
    }

    private void record(Reload.Result result, List<Finding> findings, String explanation) {
        List<String> files = changed.stream()
                .map(file -> directory.toAbsolutePath().relativize(file).toString())
                .toList();
        boolean repeated = last != null && last.result() == result && result == Reload.Result.WAITING;
        last = new Reload(clock.instant(), result, files, findings, explanation);
        if (!repeated) {
            String mistakes = findings.stream().map(finding -> "\n  " + finding).collect(Collectors.joining());
            LOG.atLevel(result == Reload.Result.APPLIED ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.WARN)
                    .log("Changed routes {}: {}, {}{}", files, result, explanation, mistakes);
        }
    }
}
