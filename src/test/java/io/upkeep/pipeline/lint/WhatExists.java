package io.upkeep.pipeline.lint;

import io.upkeep.cli.UpkeepCommand;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;

/** What a row of the handbook's table may name, read from the routes, the estate, the command line and the page. */
final class WhatExists {

    private static final Path ROUTES = Path.of("routes");
    private static final Path PAGE = Path.of("src/main/resources/static/index.html");
    private static final Path REST = Path.of("docs/reference/rest-api.md");

    private final Set<String> routes = new HashSet<>();
    private final Map<String, List<String>> steps = new HashMap<>();
    private final List<String> settings = new PropertyFiles(ROUTES).names();
    private final String page = Files.readString(PAGE);
    private final String rest = Files.readString(REST);

    WhatExists() throws IOException {
        RouteFiles files = RouteLint.read(ROUTES, new ArrayList<>());
        files.routes().map(Route::id).forEach(routes::add);
        files.pipelines().forEach(pipeline -> {
            steps.computeIfAbsent(pipeline.id(), id -> new ArrayList<>()).addAll(paths(files, pipeline));
            files.rollbackOf(pipeline)
                    .ifPresent(rollback -> steps.get(pipeline.id()).addAll(paths(files, rollback)));
        });
    }

    /** What is wrong with a place that a row names; empty when it exists. */
    Optional<String> problem(String place) {
        if (place.startsWith("upkeep ")) {
            return unless(isCommand(place), "the command line has no '%s'", place);
        }
        if (place.startsWith("#")) {
            return unless(page.contains("id=\"%s\"".formatted(place.substring(1))), "the page has no part '%s'", place);
        }
        if (place.startsWith("GET ") || place.startsWith("POST ")) {
            return unless(rest.contains("`" + place), "docs/reference/rest-api.md has no '%s'", place);
        }
        if (place.contains("/")) {
            return fileOrStep(place);
        }
        if (place.contains(".")) {
            boolean known = settings.stream()
                    .anyMatch(name -> name.equals(place) || name.matches("\\Q" + place + "\\E[.\\[].*"));
            return unless(known, "application.yaml has no setting '%s'", place);
        }
        return unless(routes.contains(place), "there is no pipeline, timer, channel or kamelet '%s'", place);
    }

    private Optional<String> fileOrStep(String place) {
        if (place.matches(".*\\.[a-z]+")) {
            return unless(Files.isRegularFile(Path.of(place)), "there is no file '%s'", place);
        }
        String pipeline = place.substring(0, place.indexOf('/'));
        String step = place.substring(place.indexOf('/'));
        if (!steps.containsKey(pipeline)) {
            return Optional.of("there is no pipeline '%s'".formatted(pipeline));
        }
        return unless(
                steps.get(pipeline).stream().anyMatch(path -> ("/" + path).endsWith(step)),
                "the pipeline has no step as in '%s'",
                place);
    }

    /** The verb, and what follows it when the verb has commands of its own. */
    private boolean isCommand(String place) {
        String[] words = place.split(" ", -1);
        Map<String, Class<?>> verbs = below(UpkeepCommand.class);
        // what checks routes is a program of its own, without a server
        if (words[1].equals("validate")) {
            return true;
        }
        Class<?> verb = verbs.get(words[1]);
        return verb != null && (words.length == 2 || below(verb).containsKey(words[2]));
    }

    private static Map<String, Class<?>> below(Class<?> command) {
        Map<String, Class<?>> names = new HashMap<>();
        for (Class<?> type : command.getAnnotation(Command.class).subcommands()) {
            names.put(type.getAnnotation(Command.class).name(), type);
        }
        for (Method method : command.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Command.class)) {
                names.put(method.getAnnotation(Command.class).name(), Void.class);
            }
        }
        return names;
    }

    private static List<String> paths(RouteFiles files, Route start) {
        return Walk.through(files, start).stream()
                .filter(visit -> visit.eip().name().equals("step"))
                .map(Walk.Visit::path)
                .toList();
    }

    private static Optional<String> unless(boolean isThere, String problem, String place) {
        return isThere ? Optional.empty() : Optional.of(problem.formatted(place));
    }
}
