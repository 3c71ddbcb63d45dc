package io.upkeep.diagnosis;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code upkeep.troubleshooting} in application.yaml.
 *
 * @param services {@code <target>: {host: api-1, unit: virtual-queue-api}}: which unit of which host a service is
 * @param automatic types of issues that are looked into without being asked: {@code service_failure}
 * @param changes pipelines that change the estate; {@code *} at the end stands for any rest
 * @param lookBack how old a change or an incident may be to count
 */
@ConfigurationProperties("upkeep.troubleshooting")
record TroubleshootingSettings(
        Map<String, Unit> services, List<String> automatic, List<String> changes, Duration lookBack) {

    TroubleshootingSettings {
        services = services == null ? Map.of() : new LinkedHashMap<>(services);
        automatic = automatic == null ? List.of() : List.copyOf(automatic);
        changes = changes == null ? List.of("deploy-*", "update-*", "apply-security-*") : List.copyOf(changes);
        lookBack = lookBack == null ? Duration.ofHours(24) : lookBack;
        automatic.forEach(IssueType::of);
    }

    /**
     * A unit of a host.
     *
     * @param host the host target that it runs on
     * @param unit its name there, such as virtual-queue-api
     */
    record Unit(String host, String unit) {}
}
