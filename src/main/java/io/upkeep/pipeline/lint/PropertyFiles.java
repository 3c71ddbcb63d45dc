package io.upkeep.pipeline.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The configuration as files say it: the product's defaults and the estate's {@code application.yaml} beside the routes. */
final class PropertyFiles implements KnownProperties {

    /** What it names may declare as much. */
    private static final String IMPORT = "spring.config.import";

    private final Map<String, String> values = new HashMap<>();
    private boolean hasEstate;

    PropertyFiles(Path routes) {
        try (InputStream defaults = PropertyFiles.class.getResourceAsStream("/application.yaml")) {
            if (defaults != null) {
                read(new String(defaults.readAllBytes(), StandardCharsets.UTF_8));
            }
            Path estate = routes.toAbsolutePath().resolveSibling("application.yaml");
            if (Files.isRegularFile(estate)) {
                read(Files.readString(estate));
                hasEstate = values.keySet().stream().noneMatch(name -> name.startsWith(IMPORT));
            }
        } catch (IOException | YamlEngineException e) {
            throw new UncheckedIOException(
                    "application.yaml beside %s cannot be read".formatted(routes),
                    e instanceof IOException io ? io : new IOException(e.getMessage(), e));
        }
    }

    private void read(String text) {
        new Compose(LoadSettings.builder().build()).composeString(text).ifPresent(node -> flatten("", new Yaml(node)));
    }

    private void flatten(String name, Yaml yaml) {
        if (yaml.isText()) {
            values.put(name, yaml.text());
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
        return hasEstate ? Optional.of(new Binder(new MapConfigurationPropertySource(values))) : Optional.empty();
    }

    @Override
    public List<String> names() {
        return values.keySet().stream().sorted().toList();
    }
}
