package io.upkeep.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailAndSlackTest {

    private final Sandbox sandbox = Sandbox.shared();

    @AfterEach
    void heal() {
        sandbox.healAll();
    }

    @Test
    void mails_arrive_and_do_not_when_the_server_is_unreachable() throws MessagingException {
        send("first of all");
        assertThat(sandbox.mail().mailsAbout("first of all")).hasSize(1);

        sandbox.breakPart("smtp", Relay.REFUSING);
        assertThatThrownBy(() -> send("lost")).isInstanceOf(MessagingException.class);
        sandbox.heal("smtp");
        send("after the repair");
        assertThat(sandbox.mail().mailsAbout("after the repair")).hasSize(1);
        assertThat(sandbox.mail().mailsAbout("lost")).isEmpty();
    }

    @Test
    void slack_shows_messages_threads_and_edits() throws Exception {
        MethodsClient slack = slack(SlackPart.TOKEN);
        var parent = slack.chatPostMessage(post -> post.channel("#maintenance").text("Deploying"));
        var reply = slack.chatPostMessage(post ->
                post.channel(parent.getChannel()).threadTs(parent.getTs()).text("step 1"));
        slack.chatUpdate(
                edit -> edit.channel(parent.getChannel()).ts(parent.getTs()).text("Deployed"));

        assertThat(reply.isOk()).isTrue();
        assertThat(sandbox.slack().messages("maintenance"))
                .filteredOn(message -> message.ts().equals(parent.getTs()))
                .singleElement()
                .satisfies(
                        message -> assertThat(message.text() + message.edits()).isEqualTo("Deployed1"));
        assertThat(sandbox.slack().thread(parent.getTs()))
                .extracting(SlackMessage::text)
                .containsExactly("step 1");
    }

    @Test
    void slack_refuses_what_slack_refuses() throws Exception {
        MethodsClient slack = slack(SlackPart.TOKEN);

        assertThat(slack.chatPostMessage(post -> post.channel("#nowhere").text("x"))
                        .getError())
                .isEqualTo("channel_not_found");
        assertThat(slack.chatPostMessage(post -> post.channel("#maintenance")).getError())
                .isEqualTo("no_text");
        assertThat(slack.chatPostMessage(
                                post -> post.channel("#maintenance").text("x").threadTs("1.000001"))
                        .getError())
                .isEqualTo("thread_not_found");
        assertThat(slack.chatPostMessage(post -> post.channel("#maintenance").text("x".repeat(40_001)))
                        .getError())
                .isEqualTo("msg_too_long");
        assertThat(slack("xoxb-wrong").authTest(test -> test).getError()).isEqualTo("invalid_auth");
    }

    @Test
    void slack_limits_the_rate_when_told_to() throws Exception {
        sandbox.breakPart("slack", SlackPart.RATE_LIMITED);
        assertThatThrownBy(() -> slack(SlackPart.TOKEN).authTest(test -> test))
                .isInstanceOfSatisfying(SlackApiException.class, error -> {
                    assertThat(error.getResponse().code()).isEqualTo(429);
                    assertThat(error.getResponse().header("Retry-After")).isEqualTo("1");
                });
        assertThat(sandbox.slack().faultsHit()).isEqualTo(1);

        sandbox.heal("slack");
        assertThat(slack(SlackPart.TOKEN).authTest(test -> test).isOk()).isTrue();
    }

    private MethodsClient slack(String token) {
        SlackConfig settings = new SlackConfig();
        settings.setMethodsEndpointUrlPrefix(sandbox.slack().address() + "/api/");
        return Slack.getInstance(settings).methods(token);
    }

    private void send(String subject) throws MessagingException {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", Ports.HOST);
        settings.put("mail.smtp.port", sandbox.mail().relay().port());
        settings.put("mail.smtp.timeout", "2000");
        MimeMessage mail = new MimeMessage(Session.getInstance(settings));
        mail.setFrom(new InternetAddress(MailPart.FROM));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(MailPart.TO));
        mail.setSubject(subject);
        mail.setText("text");
        Transport.send(mail);
    }
}
