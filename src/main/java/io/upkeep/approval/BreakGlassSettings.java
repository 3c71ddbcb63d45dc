package io.upkeep.approval;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code upkeep.break-glass}.
 *
 * @param roles who may override admission; operations-lead and technical-lead unless told otherwise
 */
@ConfigurationProperties("upkeep.break-glass")
public record BreakGlassSettings(List<String> roles) {

    /** Fills in the default. */
    public BreakGlassSettings {
        roles = roles == null ? List.of("operations-lead", "technical-lead") : List.copyOf(roles);
    }
}
