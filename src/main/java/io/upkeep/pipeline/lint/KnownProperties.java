package io.upkeep.pipeline.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Binder;

/** What is known of the configuration that {@code {{placeholders}}} are filled from. */
interface KnownProperties {

    /** Names in this list may come from the environment alone, so that a check without a server does not miss them. */
    String FROM_ENVIRONMENT = "upkeep.routes.from-environment";

    /** The value; empty when it is not there. */
    Optional<String> value(String name);

    /** True when the value need not be known before Upkeep starts. */
    boolean mayComeLater(String name);

    /** What the configuration declares; empty when there is none that could be complete, and names cannot be compared. */
    Optional<Binder> declared();

    /** The file in which the estate declares it all; empty where more than one may. */
    default Optional<RouteFile> estate() {
        return Optional.empty();
    }

    /** All names of this configuration that could have been meant; empty when they cannot be listed. */
    default List<String> names() {
        return List.of();
    }

    /** The entries of {@link #FROM_ENVIRONMENT}. */
    default List<String> fromEnvironment() {
        List<String> names = new ArrayList<>();
        for (int i = 0; value(FROM_ENVIRONMENT + "[" + i + "]").isPresent(); i++) {
            names.add(value(FROM_ENVIRONMENT + "[" + i + "]").orElseThrow());
        }
        return names;
    }
}
