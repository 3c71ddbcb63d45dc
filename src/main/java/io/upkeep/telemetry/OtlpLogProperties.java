package io.upkeep.telemetry;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where log lines are sent to, by Spring Boot's names.
 *
 * @param endpoint of OTLP over HTTP, such as {@code http://datadog-agent:4318/v1/logs}; without one nothing is sent
 * @param headers sent with each request, such as a token
 * @param timeout how long one request may take
 */
@ConfigurationProperties("management.otlp.logging")
record OtlpLogProperties(
        @DefaultValue("") String endpoint,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("10s") Duration timeout) {

    OtlpLogProperties {
        endpoint = endpoint.strip();
        headers = Map.copyOf(headers);
        if (!endpoint.isEmpty() && !endpoint.matches("https?://[^/\\s@]+(/\\S*)?")) {
            throw new IllegalArgumentException(
                    "management.otlp.logging.endpoint: '%s' is no address of HTTP; write http://datadog-agent:4318/v1/logs"
                            .formatted(endpoint));
        }
    }

    boolean isWanted() {
        return !endpoint.isEmpty();
    }

    URI address() {
        return URI.create(endpoint);
    }
}
