package io.upkeep.http;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.stereotype.Component;

/**
 * Sends each request once, {@code httpClientConfigurer: "#oneTry"}. The HTTP client by itself repeats what was answered with 429 or
 * 503, a POST too: a job whose start was answered so may have started. An answer that its reader has had enough of ends with its
 * connection.
 */
@Component("oneTry")
public class OneTry implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries();
        AnswerLimits.NONE.set(builder);
    }
}
