package io.upkeep.notice.slack;

import org.apache.camel.Producer;
import org.apache.camel.component.slack.SlackEndpoint;

/** A Slack channel; stock options. */
public class SlackChatEndpoint extends SlackEndpoint {

    private final SlackChatComponent chat;

    SlackChatEndpoint(String uri, String channel, SlackChatComponent component) {
        super(uri, channel, component);
        this.chat = component;
    }

    @Override
    public Producer createProducer() throws Exception {
        return getToken() == null ? super.createProducer() : new SlackChatProducer(this, chat.timeout());
    }
}
