package io.upkeep.pipeline.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The configuration as files say it: the product's defaults and the estate's {@code application.yaml} beside the routes. */
final class PropertyFiles implements KnownProperties {

    /** What it names may declare as much. */
    private static final String IMPORT = "spring.config.import";

    /** What a server reads as true and false, unless it stands in quotes. */
    private static final Map<String, String> WORDS = words();

    private final Map<String, String> values = new HashMap<>();
    private RouteFile estate;

    PropertyFiles(Path routes) {
        try (InputStream defaults = PropertyFiles.class.getResourceAsStream("/application.yaml")) {
            if (defaults != null) {
                read(new String(defaults.readAllBytes(), StandardCharsets.UTF_8), "");
            }
            Path estate = routes.toAbsolutePath().resolveSibling("application.yaml");
            if (Files.isRegularFile(estate)) {
                RouteFile file = read(Files.readString(estate), nameBeside(routes));
                this.estate = values.keySet().stream().anyMatch(name -> name.startsWith(IMPORT)) ? null : file;
            }
        } catch (IOException | YamlEngineException e) {
            throw new UncheckedIOException(
                    "application.yaml beside %s cannot be read".formatted(routes),
                    e instanceof IOException io ? io : new IOException(e.getMessage(), e));
        }
    }

    private static Map<String, String> words() {
        Map<String, String> words = new HashMap<>();
        for (String word : List.of("true", "yes", "on", "false", "no", "off")) {
            String value = String.valueOf(List.of("true", "yes", "on").contains(word));
            words.put(word, value);
            words.put(word.toUpperCase(Locale.ROOT), value);
            words.put(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1), value);
        }
        return words;
    }

    private static String nameBeside(Path routes) {
        return routes.resolve("..")
                .resolve("application.yaml")
                .normalize()
                .toString()
                .replace('\\', '/');
    }

    /** An empty file is one without settings. */
    private RouteFile read(String text, String name) {
        Node root = new Compose(LoadSettings.builder().build())
                .composeString(text)
                .orElseGet(() -> new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK));
        flatten("", new Yaml(root));
        return new RouteFile(name, new Yaml(root));
    }

    private void flatten(String name, Yaml yaml) {
        if (yaml.isText()) {
            values.put(
                    name,
                    yaml.plain().filter(WORDS::containsKey).map(WORDS::get).orElse(yaml.text()));
        }
        yaml.entries()
                .forEach(entry -> flatten(name.isEmpty() ? entry.name() : name + "." + entry.name(), entry.value()));
        List<Yaml> items = yaml.items();
        for (int i = 0; i < items.size(); i++) {
            flatten(name + "[" + i + "]", items.get(i));
        }
    }

    @Override
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public boolean mayComeLater(String name) {
        return fromEnvironment().contains(name);
    }

    @Override
    public Optional<Binder> declared() {
        return estate().map(file -> new Binder(new MapConfigurationPropertySource(values)));
    }

    @Override
    public Optional<RouteFile> estate() {
        return Optional.ofNullable(estate);
    }

    @Override
    public List<String> names() {
        return values.keySet().stream().sorted().toList();
    }
}
