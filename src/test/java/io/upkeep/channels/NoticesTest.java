package io.upkeep.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMailUtil;
import io.upkeep.channels.SlackStandIn.Call;
import io.upkeep.run.Run;
import io.upkeep.run.RunRequest;
import io.upkeep.run.RunState;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoticesTest extends ChannelsFixture {

    @Test
    void a_run_has_one_message_in_slack_that_is_rewritten_and_its_details_in_the_thread() {
        Run run = finish("stumble");
        assertThat(run.state()).isEqualTo(RunState.ROLLED_BACK);
        await().atMost(SOON)
                .until(() -> told(run).stream().anyMatch(call -> call.text().contains("is undone")));

        List<Call> told = told(run);
        Call parent = told.get(0);
        assertThat(parent.method()).isEqualTo("chat.postMessage");
        assertThat(parent.form()).containsEntry("channel", "maintenance").doesNotContainKey("thread_ts");
        assertThat(told.stream().filter(call -> call.method().equals("chat.update")))
                .isNotEmpty()
                .allSatisfy(edit -> assertThat(edit.ts()).isEqualTo(parent.ts()));
        assertThat(told.stream().filter(call -> call.form().containsKey("thread_ts")))
                .isNotEmpty()
                .allSatisfy(reply -> assertThat(reply.form()).containsEntry("thread_ts", parent.ts()));
        assertThat(told).extracting(Call::text).noneMatch(text -> text.contains("<!channel>"));
        assertThat(told).extracting(Call::text).noneMatch(text -> text.contains("<https:"));
        assertThat(told).extracting(Call::text).noneMatch(text -> text.contains("top-secret-token"));
        assertThat(told).extracting(Call::text).anyMatch(text -> text.contains("&lt;!channel&gt;"));
    }

    @Test
    void users_are_told_of_work_on_production_and_not_of_the_same_on_staging() throws Exception {
        Run staging = tend("staging");
        Run production = tend("production");
        await().atMost(SOON)
                .until(() -> finished(staging)
                        && finished(production)
                        && mails(production).size() >= 2);

        assertThat(told(staging))
                .extracting(Call::text)
                .anyMatch(text -> text.contains("impact: no impact"))
                .noneMatch(text -> text.contains("impact: degraded"));
        assertThat(told(production)).extracting(Call::text).anyMatch(text -> text.contains("impact: degraded"));
        assertThat(receivers(production)).contains("users@queue.example", "operations@queue.example");
        assertThat(receivers(staging)).doesNotContain("users@queue.example");
        assertThat(mails(production))
                .anySatisfy(
                        mail -> assertThat(GreenMailUtil.getWholeMessage(mail)).contains("degraded"));
    }

    private Run tend(String environment) {
        Run run = finished(runs.request(new RunRequest("tend", Map.of("environment", environment), "person:ada", null))
                .id());
        assertThat(run.state()).as(run.failure()).isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    private static boolean finished(Run run) {
        return told(run).stream().anyMatch(call -> call.text().contains("finished in"));
    }

    private static Set<String> receivers(Run run) throws Exception {
        Set<String> receivers = new HashSet<>();
        for (MimeMessage mail : SANDBOX.mail().mails()) {
            if (!GreenMailUtil.getWholeMessage(mail).contains(run.id().toString())) {
                continue;
            }
            receivers.add(mail.getRecipients(Message.RecipientType.TO)[0].toString());
        }
        return receivers;
    }

    @Test
    void slack_refusing_and_asking_for_patience_delays_a_message_and_sends_it_once() {
        SLACK.answerNext(200, null, "{\"ok\":false,\"error\":\"msg_blocked\"}");
        SLACK.answerNext(429, "1", "slow down");
        Run run = finish("greet");
        await().atMost(SOON)
                .until(() -> told(run).stream().anyMatch(call -> call.text().contains("finished in")));

        assertThat(SLACK.refusals()).as("the faults happened").hasSizeGreaterThanOrEqualTo(2);
        assertThat(told(run).stream()
                        .filter(call -> call.form().get("thread_ts") == null
                                && call.method().equals("chat.postMessage")))
                .hasSize(1);
    }

    @Test
    void mail_tells_of_the_failure_with_hostile_words_escaped_as_one_conversation() throws Exception {
        Run run = finish("stumble");
        await().atMost(SOON).until(() -> mails(run).size() >= 3);

        List<MimeMessage> mails = mails(run);
        List<MimeMessage> openers = new ArrayList<>();
        Set<String> answered = new HashSet<>();
        MimeMessage last = null;
        for (MimeMessage mail : mails) {
            if (mail.getHeader("In-Reply-To") == null) {
                openers.add(mail);
            } else {
                answered.add(mail.getHeader("In-Reply-To", null));
            }
            last = mail.getSubject().contains("undone") && !mail.getSubject().contains("being") ? mail : last;
        }
        assertThat(openers).hasSize(1);
        assertThat(answered).containsExactly(openers.get(0).getMessageID());
        assertThat(last).isNotNull();
        assertThat(last.getRecipients(Message.RecipientType.TO)[0]).hasToString("operations@queue.example");
        assertThat(last.getSubject()).isEqualTo("[upkeep] stumble failed; what it did is undone");
        String raw = GreenMailUtil.getWholeMessage(last).replace("=\r\n", "");
        assertThat(raw)
                .contains("multipart/alternative")
                .contains("&lt;img src")
                .doesNotContain("top-secret-token");
        assertThat(raw.substring(raw.indexOf("text/html")))
                .doesNotContain("<img")
                .doesNotContain("<b>ada");
    }

    private static List<MimeMessage> mails(Run run) {
        List<MimeMessage> all = new ArrayList<>(SANDBOX.mail().mails());
        Collections.reverse(all);
        return all.stream()
                .filter(mail -> GreenMailUtil.getHeaders(mail).contains("To: operations@queue.example"))
                .filter(mail ->
                        GreenMailUtil.getWholeMessage(mail).contains(run.id().toString()))
                .toList();
    }

    /** What Slack took about a run: its parent message, found by the run's id, and all that refers to that. */
    private static List<Call> told(Run run) {
        String parent = SLACK.calls().stream()
                .filter(call -> call.text().contains(run.id().toString()))
                .map(Call::ts)
                .findFirst()
                .orElse("none");
        return SLACK.calls().stream()
                .filter(call ->
                        parent.equals(call.ts()) || parent.equals(call.form().get("thread_ts")))
                .toList();
    }
}
