package io.upkeep.pipeline;

import io.upkeep.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * Everything that a pipeline's text consists of, wherever it stands: the file of its route and of its rollback route; the
 * files of the {@code direct:} routes and kamelets that these name, and those name; scripts, SQL and other files that any of
 * them names; the route configurations that hold for them. A run is pinned to its hash, so a replay never continues on a
 * text that the run did not start on, and an approval is a yes to nothing else.
 *
 * <p>It follows what is written, not what would be called: a name in an option of a kamelet counts like a call, a name in a
 * comment counts too. Too much only asks people once more; too little would let a change pass unseen. A child run
 * ({@code maintenance:}) is not a part: it has its own text and its own approvals.
 */
final class RouteText {

    private static final String DIRECT = "direct:";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+\\}\\}");
    private static final Pattern KAMELET = Pattern.compile("\\bkamelet:([A-Za-z0-9-]+)");
    private static final Pattern RESOURCE = Pattern.compile("\\b(?:file|classpath):[^\\s\"'&?,}]+");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_./-]+\\.[A-Za-z0-9]+");
    private static final Pattern CONFIGURATION = Pattern.compile("\\brouteConfigurationId:\\s*[\"']?([^\\s\"'}]+)");

    /** The second group is there when the rest of the name comes with the message: then every route it may mean counts. */
    private static final Pattern CALL = Pattern.compile("\\bdirect:(?://)?([^\\s\"',;?&(){}\\[\\]$]*)([$]\\{|\\{\\{)?");

    private final ModelCamelContext camel;
    private final Path directory;
    private final Map<String, byte[]> parts = new TreeMap<>();

    private RouteText(ModelCamelContext camel) {
        this.camel = camel;
        this.directory = Path.of(camel.getPropertiesComponent()
                        .resolveProperty("upkeep.routes.directory")
                        .orElse("routes"))
                .toAbsolutePath()
                .normalize();
    }

    static RouteText of(ModelCamelContext camel, RouteDefinition route, RouteDefinition rollback) {
        RouteText text = new RouteText(camel);
        text.add(route);
        if (rollback != null) {
            text.add(rollback);
        }
        return text;
    }

    private void add(RouteDefinition route) {
        add(route.getResource(), route.getId(), route.toString());
    }

    private void add(Resource file, String id, String written) {
        if (file != null) {
            addFile(file);
        } else if (parts.putIfAbsent(id, written.getBytes(StandardCharsets.UTF_8)) == null) {
            follow(written); // a route made by Java code stands in no file
        }
    }

    private void addFile(Resource file) {
        String name = name(file);
        if (parts.containsKey(name)) {
            return; // also ends routes that call each other in a circle
        }
        byte[] content = read(file);
        parts.put(name, content);
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            follow(new String(content, StandardCharsets.UTF_8));
        }
    }

    private void follow(String written) {
        String text = filled(written);
        addCalled(text);
        addConfigurations(text);
        KAMELET.matcher(text)
                .results()
                .forEach(kamelet -> addPath(directory.resolve("kamelets/" + kamelet.group(1) + ".kamelet.yaml")));
        FILE_NAME.matcher(text).results().map(MatchResult::group).forEach(this::addBelowDirectory);
        RESOURCE.matcher(text).results().map(MatchResult::group).forEach(this::addResource);
    }

    private void addCalled(String text) {
        List<MatchResult> calls = CALL.matcher(text).results().toList();
        for (RouteDefinition route : List.copyOf(camel.getRouteDefinitions())) {
            String start =
                    filled(route.getInput().getEndpointUri()).split("\\?", 2)[0].replaceFirst("://", ":");
            if (start.startsWith(DIRECT)
                    && calls.stream().anyMatch(call -> means(call, start.substring(DIRECT.length())))) {
                add(route);
            }
        }
    }

    private static boolean means(MatchResult call, String name) {
        return call.group(2) == null ? name.equals(call.group(1)) : name.startsWith(call.group(1));
    }

    /** Camel does not tell the file of a route configuration; validation refuses one that holds for all routes unnamed. */
    private void addConfigurations(String text) {
        List<Pattern> named = CONFIGURATION
                .matcher(text)
                .results()
                .flatMap(names -> Arrays.stream(names.group(1).split(",", -1)))
                .filter(name -> !name.isBlank())
                .map(name -> Pattern.compile("\\bid:\\s*[\"']?" + Pattern.quote(name.strip()) + "(?![A-Za-z0-9_.-])"))
                .toList();
        if (named.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .filter(file -> declares(file, named))
                    .forEach(this::addPath);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private boolean declares(Path file, List<Pattern> named) {
        String text = new String(read(resource("file:" + file)), StandardCharsets.UTF_8);
        return text.contains("routeConfiguration:")
                && named.stream().anyMatch(id -> id.matcher(text).find());
    }

    private void addBelowDirectory(String name) {
        Path file = directory.resolve(name).normalize();
        if (file.startsWith(directory)) {
            addPath(file);
        }
    }

    private void addPath(Path file) {
        if (Files.isRegularFile(file)) {
            addFile(resource("file:" + file));
        }
    }

    private void addResource(String location) {
        if (location.startsWith("file:")) {
            addPath(Path.of(location.replaceFirst("^file:(//)?", ""))
                    .toAbsolutePath()
                    .normalize());
            return;
        }
        Resource named = resource(location);
        if (named != null && named.exists()) {
            addFile(named);
        }
    }

    private Resource resource(String location) {
        return PluginHelper.getResourceLoader(camel).resolveResource(location);
    }

    /** With the settings it names filled in; the parameters of kamelets stay, their callers say what they are. */
    private String filled(String text) {
        Matcher placeholders = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (placeholders.find()) {
            placeholders.appendReplacement(filled, Matcher.quoteReplacement(value(placeholders.group())));
        }
        return placeholders.appendTail(filled).toString();
    }

    private String value(String placeholder) {
        try {
            return camel.resolvePropertyPlaceholders(placeholder);
        } catch (IllegalArgumentException notASetting) {
            return placeholder;
        }
    }

    /** Below the route directory where it lies there: on every node the same. */
    private String name(Resource file) {
        if (!file.getLocation().startsWith("file:")) {
            return file.getLocation();
        }
        Path path = Path.of(file.getLocation().replaceFirst("^file:(//)?", ""))
                .toAbsolutePath()
                .normalize();
        return path.startsWith(directory) ? directory.relativize(path).toString() : path.toString();
    }

    private static byte[] read(Resource file) {
        try (InputStream in = file.getInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.getLocation(), e);
        }
    }

    /** Its files, below the route directory, in order. */
    Collection<String> names() {
        return parts.keySet();
    }

    /** Over names and contents: two scripts that change places are another text. */
    String sha256() {
        MessageDigest digest = Sha256.digest();
        parts.forEach((name, content) -> {
            digest.update(Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8)));
            digest.update(Sha256.digest().digest(content));
        });
        return Sha256.hex(digest);
    }
}
