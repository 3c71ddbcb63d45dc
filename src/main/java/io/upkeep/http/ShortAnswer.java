package io.upkeep.http;

import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.stereotype.Component;

/**
 * For servers whose answers fit a page, {@code httpClientConfigurer: "#shortAnswer"}: each request is sent once, and what is larger
 * than 16 MiB or not all there after 30 s is an {@code IOException}, however slowly or long the server goes on.
 */
@Component("shortAnswer")
public class ShortAnswer implements HttpClientConfigurer {

    private static final AnswerLimits LIMITS = new AnswerLimits(16L * 1024 * 1024, Duration.ofSeconds(30));

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries();
        LIMITS.set(builder);
    }
}
