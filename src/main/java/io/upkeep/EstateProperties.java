package io.upkeep;

import io.upkeep.target.Inventory;
import io.upkeep.target.TargetEntry;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The estate as {@code application.yaml} declares it.
 *
 * @param targets {@code upkeep.targets.<name>}: what is maintained
 */
@ConfigurationProperties("upkeep")
record EstateProperties(Map<String, TargetEntry> targets) {

    EstateProperties {
        targets = targets == null ? Map.of() : Map.copyOf(targets);
    }

    /** The checked inventory; an error names the key in {@code application.yaml}. */
    Inventory inventory() {
        return new Inventory(targets.entrySet().stream()
                .map(entry -> entry.getValue().target(entry.getKey()))
                .toList());
    }
}
