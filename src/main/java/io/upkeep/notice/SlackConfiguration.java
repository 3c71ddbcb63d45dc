package io.upkeep.notice;

import io.upkeep.notice.slack.SlackChatComponent;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registers our Slack component in the place of the stock one. */
@Configuration(proxyBeanMethods = false)
class SlackConfiguration {

    @Bean("slack-component")
    SlackChatComponent slack(
            @Value("${upkeep.slack.server-url:https://slack.com}") String serverUrl,
            @Value("${upkeep.slack.token:}") String token,
            @Value("${upkeep.slack.timeout:10s}") Duration timeout) {
        return new SlackChatComponent(serverUrl, token, timeout);
    }
}
