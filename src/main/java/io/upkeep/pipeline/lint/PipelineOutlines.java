package io.upkeep.pipeline.lint;

import io.upkeep.pipeline.StepBranch;
import io.upkeep.pipeline.lint.PipelineOutline.Call;
import io.upkeep.pipeline.lint.PipelineOutline.Step;
import io.upkeep.pipeline.lint.PipelineOutline.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads pipelines from the route files as they are now, without starting anything. */
public final class PipelineOutlines {

    private final RouteFiles files;

    private PipelineOutlines(RouteFiles files) {
        this.files = files;
    }

    /**
     * Every pipeline below the directory, by name.
     *
     * @throws UncheckedIOException when the directory cannot be read
     */
    public static List<PipelineOutline> read(Path directory) {
        PipelineOutlines outlines = new PipelineOutlines(RouteLint.read(directory, new ArrayList<>()));
        return outlines.files
                .pipelines()
                .map(outlines::outline)
                .sorted(Comparator.comparing(PipelineOutline::name))
                .toList();
    }

    private PipelineOutline outline(Route route) {
        String name = route.from().rest();
        return new PipelineOutline(
                name,
                route.body().text("description"),
                file(route),
                comments(route),
                options(route.from()),
                timers(name),
                steps(route),
                files.rollbackOf(route).map(this::steps).orElse(List.of()),
                branches(Stream.concat(Stream.of(route), files.rollbackOf(route).stream())));
    }

    private List<StepBranch> branches(Stream<Route> routes) {
        Map<Eip.Branch, Set<String>> steps = new LinkedHashMap<>();
        routes.flatMap(route -> Walk.through(files, route).stream())
                .filter(visit -> visit.eip().name().equals("step"))
                .forEach(visit -> Stream.concat(visit.calls().stream(), Stream.of(visit))
                        .flatMap(around -> around.eip().branches().stream())
                        .forEach(branch -> steps.computeIfAbsent(branch, first -> new LinkedHashSet<>())
                                .add(visit.path())));
        List<Yaml> choices =
                steps.keySet().stream().map(Eip.Branch::choice).distinct().toList();
        return steps.entrySet().stream()
                .map(branch -> new StepBranch(
                        choices.indexOf(branch.getKey().choice()),
                        branch.getKey().when(),
                        List.copyOf(branch.getValue())))
                .toList();
    }

    private String file(Route route) {
        Path file = Path.of(route.file().name());
        Path directory = files.directory();
        return (file.startsWith(directory) ? directory.relativize(file) : file).toString();
    }

    private List<Timer> timers(String pipeline) {
        return files.routes()
                .filter(route -> route.kind() == Route.Kind.ROUTE
                        && route.from().scheme().equals("quartz"))
                .filter(route -> route.endpoints()
                        .anyMatch(use -> !use.consuming()
                                && use.scheme().equals("maintenance")
                                && use.rest().equals(pipeline)))
                .map(route -> new Timer(
                        route.id(),
                        route.from().value("cron").orElse("").replace('+', ' '),
                        route.from().value("trigger.timeZone").orElse("")))
                .toList();
    }

    private List<Step> steps(Route start) {
        Map<String, Step> steps = new LinkedHashMap<>();
        for (Walk.Visit visit : Walk.through(files, start)) {
            if (visit.eip().name().equals("step")) {
                steps.putIfAbsent(
                        visit.path(),
                        new Step(visit.path(), visit.eip().value().text("description"), new ArrayList<>()));
            } else if (steps.containsKey(visit.path())) {
                add(steps, visit);
            }
        }
        return List.copyOf(steps.values());
    }

    private void add(Map<String, Step> steps, Walk.Visit visit) {
        Step step = steps.get(visit.path());
        List<Call> calls = calls(visit.eip());
        for (Call call : calls) {
            boolean speaksForTheStep =
                    call.uri().startsWith("direct:") && step.description().isEmpty();
            if (speaksForTheStep) {
                steps.put(step.path(), new Step(step.path(), call.purpose(), step.calls()));
            } else if (!call.uri().startsWith("direct:") && !step.calls().contains(call)) {
                step.calls().add(call);
            }
        }
    }

    private List<Call> calls(Eip eip) {
        List<Call> calls = new ArrayList<>();
        eip.endpoint().ifPresent(use -> {
            String script = use.value("script").orElse("");
            calls.add(new Call(use.address(), script, purpose(use, script), options(use)));
        });
        bean(eip).ifPresent(bean -> calls.add(new Call("bean:" + bean, "", "", Map.of())));
        return calls;
    }

    /** {@code backups.take} of {@code method: {ref: backups, method: "take(…)"}}, in an expression or a bean EIP. */
    private static java.util.Optional<String> bean(Eip eip) {
        return Stream.of(eip.value().get("expression", "method"), java.util.Optional.of(eip.value()))
                .flatMap(java.util.Optional::stream)
                .filter(place -> !place.text("ref").isEmpty())
                .map(place -> place.text("ref") + "." + place.text("method").replaceFirst("\\(.*", ""))
                .findFirst();
    }

    private String purpose(EndpointUse use, String script) {
        if (!script.isEmpty()) {
            return scriptsPurpose(script);
        }
        return files.calledBy(use)
                .map(route -> route.kind() == Route.Kind.KAMELET
                        ? route.file().root().text("spec", "definition", "description")
                        : route.body().text("description"))
                .orElse("");
    }

    /** The comment at the top of a script, which says what it does. */
    private String scriptsPurpose(String script) {
        Path file = files.directory().resolve(script).normalize();
        if (!file.startsWith(files.directory().normalize()) || !Files.isRegularFile(file)) {
            return "";
        }
        return String.join(
                " ",
                lines(file).stream()
                        .dropWhile(line -> line.startsWith("#!"))
                        .takeWhile(line -> line.startsWith("#"))
                        .map(PipelineOutlines::uncommented)
                        .toList());
    }

    /** The comment right above the route's entry in its file. */
    private static List<String> comments(Route route) {
        List<String> lines = lines(Path.of(route.file().name()));
        int line = Math.min(route.body().line(), lines.size());
        while (line > 0 && !lines.get(line - 1).startsWith("- ")) {
            line--;
        }
        line--;
        List<String> comments = new ArrayList<>();
        while (line > 0 && lines.get(line - 1).startsWith("#")) {
            comments.add(0, uncommented(lines.get(line - 1)));
            line--;
        }
        return comments;
    }

    private static String uncommented(String line) {
        return line.replaceFirst("^#+ ?", "").strip();
    }

    private static Map<String, String> options(EndpointUse use) {
        Map<String, String> options = new LinkedHashMap<>();
        use.options().forEach((name, option) -> options.put(name, option.value()));
        return options;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
