package io.upkeep.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code upkeep.web}: how the server may be reached.
 *
 * @param allowedHosts names besides localhost, 127.0.0.1 and [::1] under which browsers may address this server, such
 *     as {@code upkeep.example.org}
 */
@ConfigurationProperties("upkeep.web")
record WebSettings(List<String> allowedHosts) {

    WebSettings {
        allowedHosts = allowedHosts == null ? List.of() : List.copyOf(allowedHosts);
    }
}
