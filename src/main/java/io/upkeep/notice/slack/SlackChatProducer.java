package io.upkeep.notice.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import io.upkeep.notice.slack.SlackPost.MessageId;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.slack.SlackEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Sends a {@link SlackPost}, or any other body as text, and waits for Slack's answer. The message's {@link MessageId}
 * is returned in the header {@link #MESSAGE_ID}; everything but {@code ok: true} throws {@link SlackFailed}.
 */
public class SlackChatProducer extends DefaultProducer {

    /** Where the posted or edited message is, as text. */
    public static final String MESSAGE_ID = "CamelSlackMessageId";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final Duration WHEN_NOT_SAID = Duration.ofSeconds(5);

    /** Errors in Slack's answers that say nothing against the message. */
    private static final Set<String> NOT_THE_MESSAGE = Set.of(
            "ratelimited",
            "rate_limited",
            "internal_error",
            "fatal_error",
            "service_unavailable",
            "request_timeout",
            "invalid_auth",
            "not_authed",
            "account_inactive",
            "token_expired",
            "token_revoked",
            "missing_scope");

    private final SlackEndpoint endpoint;
    private final Duration timeout;
    private Slack slack;

    SlackChatProducer(SlackEndpoint endpoint, Duration timeout) {
        super(endpoint);
        this.endpoint = endpoint;
        this.timeout = timeout;
    }

    @Override
    protected void doStart() throws Exception {
        SlackConfig config = new SlackConfig();
        config.setStatsEnabled(false); // they would call auth.test beside every message
        config.setMethodsEndpointUrlPrefix(endpoint.getServerUrl() + "/api/");
        config.setHttpClientCallTimeoutMillis(Math.toIntExact(timeout.toMillis()));
        slack = Slack.getInstance(config);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        slack.close();
    }

    @Override
    public void process(Exchange exchange) throws SlackFailed {
        Object body = exchange.getMessage().getBody();
        SlackPost post = body instanceof SlackPost given
                ? given
                : new SlackPost(null, exchange.getMessage().getBody(String.class), null, null, false);
        exchange.getMessage().setHeader(MESSAGE_ID, send(post).toString());
    }

    private MessageId send(SlackPost post) throws SlackFailed {
        MethodsClient methods = slack.methods(endpoint.getToken());
        try {
            return post.edits() == null ? post(methods, post) : edit(methods, post);
        } catch (SlackApiException e) {
            int status = e.getResponse().code();
            boolean unreachable = status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
            throw new SlackFailed("Slack answered with HTTP status " + status, unreachable, retryAfter(e), e);
        } catch (IOException | RuntimeException e) {
            String message = "Slack at %s did not answer: %s".formatted(endpoint.getServerUrl(), e.getMessage());
            throw new SlackFailed(message, true, null, e);
        }
    }

    private MessageId post(MethodsClient methods, SlackPost post) throws SlackFailed, IOException, SlackApiException {
        var answer = methods.chatPostMessage(request -> request.channel(channel(post))
                .text(post.text())
                .threadTs(post.thread() == null ? null : post.thread().ts())
                .replyBroadcast(post.thread() != null && post.broadcast())
                .linkNames(false)
                .unfurlLinks(false)
                .unfurlMedia(false));
        check(answer.isOk(), answer.getError(), "chat.postMessage");
        return new MessageId(answer.getChannel(), answer.getTs());
    }

    private MessageId edit(MethodsClient methods, SlackPost post) throws SlackFailed, IOException, SlackApiException {
        var answer = methods.chatUpdate(request -> request.channel(post.edits().channel())
                .ts(post.edits().ts())
                .text(post.text())
                .linkNames(false));
        check(answer.isOk(), answer.getError(), "chat.update");
        return post.edits();
    }

    private String channel(SlackPost post) {
        if (post.thread() != null) {
            return post.thread().channel();
        }
        return post.channel() == null ? endpoint.getChannel() : post.channel();
    }

    private static void check(boolean ok, String error, String method) throws SlackFailed {
        if (!ok) {
            String message = "Slack refused %s: %s".formatted(method, error);
            throw new SlackFailed(message, NOT_THE_MESSAGE.contains(String.valueOf(error)), null, null);
        }
    }

    private static Duration retryAfter(SlackApiException e) {
        if (e.getResponse().code() != TOO_MANY_REQUESTS) {
            return null;
        }
        try {
            return Duration.ofSeconds(Long.parseLong(e.getResponse().header("Retry-After", "")));
        } catch (NumberFormatException notSaid) {
            return WHEN_NOT_SAID;
        }
    }
}
