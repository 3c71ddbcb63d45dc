package io.upkeep.pipeline.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;

/** What every component's endpoints accept: Camel's catalog with Upkeep's own components added. */
final class Components {

    /** Scheme and where the build wrote its description, in the place and form of Camel's own. */
    private static final Map<String, String> OWN = Map.of(
            "maintenance", "/META-INF/io/upkeep/pipeline/maintenance.json",
            "fleet", "/META-INF/io/upkeep/fleet/fleet.json",
            "probe", "/META-INF/io/upkeep/probe/ask/probe.json",
            "backup-store", "/META-INF/io/upkeep/backup/store/backup-store.json");

    private final CamelCatalog catalog = new DefaultCamelCatalog(true);

    Components() {
        OWN.forEach((scheme, path) -> catalog.addComponent(scheme, "io.upkeep." + scheme, read(path)));
    }

    private static String read(String path) {
        try (InputStream in = Components.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the build has not described its components: %s is missing; run mvn process-classes"
                                .formatted(path));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    List<String> names() {
        return catalog.findComponentNames();
    }

    boolean knows(String scheme) {
        return catalog.componentModel(scheme) != null;
    }

    /** True when the component is part of this product, not only of Camel. */
    boolean isInstalled(String scheme) {
        return OWN.containsKey(scheme)
                || getClass().getResource("/META-INF/services/org/apache/camel/component/" + scheme) != null;
    }

    EndpointValidationResult validate(EndpointUse use) {
        String query = use.options().entrySet().stream()
                .map(option -> option.getKey() + "=" + encoded(option.getValue().value()))
                .collect(Collectors.joining("&"));
        String uri = use.address() + (query.isEmpty() ? "" : "?" + query);
        return catalog.validateEndpointProperties(uri, false, use.consuming(), !use.consuming());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Names of the options that an endpoint of this component takes after the question mark. */
    List<String> options(String scheme, boolean consuming) {
        ComponentModel component = catalog.componentModel(scheme);
        return component.getEndpointParameterOptions().stream()
                .filter(option -> !option.getLabel().contains(consuming ? "producer" : "consumer"))
                .map(EndpointOptionModel::getName)
                .toList();
    }

    /** True when the catalog says that the option holds a password, token or key. */
    boolean isSecret(String scheme, String option) {
        ComponentModel component = catalog.componentModel(scheme);
        return component != null
                && component.getEndpointParameterOptions().stream()
                        .anyMatch(known -> known.getName().equals(option) && known.isSecret());
    }
}
