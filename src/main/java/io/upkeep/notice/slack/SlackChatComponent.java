package io.upkeep.notice.slack;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.slack.SlackComponent;

/**
 * Takes the place of camel-slack's component: {@code slack:<channel>}. Consumers and webhooks stay the stock ones; a
 * producer with a token is a {@link SlackChatProducer}. Server, token and timeout come from {@code upkeep.slack.*}, so
 * that no route and no endpoint URI holds the token.
 */
public final class SlackChatComponent extends SlackComponent {

    private final String serverUrl;
    private final Duration timeout;

    /** The timeout is for a whole call. */
    public SlackChatComponent(String serverUrl, String token, Duration timeout) {
        this.serverUrl = serverUrl;
        this.timeout = timeout;
        setToken(token.isEmpty() ? null : token);
    }

    Duration timeout() {
        return timeout;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String channel, Map<String, Object> parameters) throws Exception {
        SlackChatEndpoint endpoint = new SlackChatEndpoint(uri, channel, this);
        endpoint.setServerUrl(serverUrl);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
