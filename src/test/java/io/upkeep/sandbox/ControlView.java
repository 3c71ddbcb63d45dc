package io.upkeep.sandbox;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The sandbox's page as HTML; everything a part says is escaped. */
final class ControlView {

    private static final int MOST = 30;

    private final Sandbox sandbox;
    private final StringBuilder html = new StringBuilder();

    ControlView(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    String html() {
        add("<!doctype html><html lang=en><meta charset=utf-8><title>Upkeep sandbox</title>");
        add("<meta name=viewport content='width=device-width'><style>" + style() + "</style>");
        add("<header><h1>Sandbox</h1><form method=post action=/heal><button>Heal all</button></form></header><main>");
        parts();
        slack();
        events();
        mails();
        objects();
        return html.append("</main></html>").toString();
    }

    private void parts() {
        add("<section class=wide><h2>Parts</h2><table><tr><th>Part<th>Address<th>State<th>Break</tr>");
        for (SandboxPart part : sandbox.breakable()) {
            boolean healthy = part.state().equals(Faults.HEALTHY);
            add(
                    "<tr><td><b>%s</b><td><code>%s</code><td><span class=%s>%s</span><td>",
                    part.name(), part.address(), healthy ? "good" : "bad", part.state());
            for (String fault : part.faults()) {
                add(
                        "<form method=post action='/parts/%s/break'><button name=fault value='%s'>%s</button></form>",
                        part.name(), fault, fault);
            }
            if (!healthy) {
                add("<form method=post action='/parts/%s/heal'><button class=heal>heal</button></form>", part.name());
            }
            add("</tr>");
        }
        add("</table></section>");
    }

    private void slack() {
        if (!sandbox.has(io.upkeep.sandbox.Part.SLACK)) {
            return;
        }
        add("<section><h2>Slack %s</h2>", SlackPart.CHANNEL);
        List<SlackMessage> messages = sandbox.slack().messages(SlackPart.CHANNEL);
        for (SlackMessage message :
                last(messages.stream().filter(one -> one.thread().isEmpty()).toList())) {
            message(message, "message");
            List<SlackMessage> replies = sandbox.slack().thread(message.ts());
            if (!replies.isEmpty()) {
                add("<details open><summary>%s in the thread</summary>", replies.size());
                replies.forEach(reply -> message(reply, "reply"));
                add("</details>");
            }
        }
        add(messages.isEmpty() ? "<p class=none>No message yet.</p></section>" : "</section>");
    }

    private void message(SlackMessage message, String style) {
        String text = message.text().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        String shown = Html.escape(text)
                .replaceAll("\\*([^*\\n]+)\\*", "<b>$1</b>")
                .replaceAll("`([^`\\n]+)`", "<code>$1</code>");
        add("<div class=%s><b class=who>Upkeep</b> ", style);
        html.append(shown.replace("\n", "<br>"));
        add(message.edits() > 0 ? " <small>(edited)</small></div>" : "</div>");
    }

    private void events() {
        if (!sandbox.has(io.upkeep.sandbox.Part.KAFKA)) {
            return;
        }
        add("<section><h2>Kafka maintenance.events</h2>");
        for (ConsumerRecord<String, String> event : last(sandbox.kafka().records("maintenance.events"))) {
            var type = event.headers().lastHeader("ce_type");
            String name =
                    type == null ? event.topic() : new String(type.value(), java.nio.charset.StandardCharsets.UTF_8);
            add(
                    "<details><summary>%s <small>%s</small></summary><pre>%s</pre></details>",
                    name, event.key(), event.value());
        }
        add("</section>");
    }

    private void mails() {
        if (!sandbox.has(io.upkeep.sandbox.Part.MAIL)) {
            return;
        }
        add("<section><h2>Mail</h2>");
        for (MimeMessage mail : sandbox.mail().mails().stream().limit(MOST).toList()) {
            add(
                    "<details><summary>%s <small>to %s</small></summary><pre>%s</pre></details>",
                    MailPart.subject(mail), recipients(mail), text(mail));
        }
        add("</section>");
    }

    private void objects() {
        if (!sandbox.has(io.upkeep.sandbox.Part.S3)) {
            return;
        }
        add("<section class=wide><h2>S3 %s</h2><table><tr><th>Key<th>Bytes<th>Stored</tr>", S3Part.BACKUP_BUCKET);
        for (S3Object object : last(sandbox.s3().objects(S3Part.BACKUP_BUCKET))) {
            add("<tr><td><code>%s</code><td>%s<td>%s</tr>", object.key(), object.size(), object.modified());
        }
        add("</table></section>");
    }

    private static String recipients(MimeMessage mail) {
        try {
            return java.util.Arrays.toString(mail.getAllRecipients());
        } catch (MessagingException unreadable) {
            return "(unreadable)";
        }
    }

    private static String text(Part part) {
        try {
            if (part.getContent() instanceof Multipart many) {
                StringBuilder all = new StringBuilder();
                for (int index = 0; index < many.getCount(); index++) {
                    BodyPart one = many.getBodyPart(index);
                    all.append("--- ")
                            .append(one.getContentType())
                            .append("\n")
                            .append(text(one))
                            .append("\n");
                }
                return all.toString();
            }
            return part.getContent() instanceof String text ? text : "(" + part.getContentType() + ")";
        } catch (MessagingException | IOException unreadable) {
            return "(unreadable: " + unreadable.getMessage() + ")";
        }
    }

    private static <T> List<T> last(List<T> all) {
        List<T> newest = new java.util.ArrayList<>(all.subList(Math.max(0, all.size() - MOST), all.size()));
        Collections.reverse(newest);
        return newest;
    }

    /** Adds a template; every argument is escaped. */
    private void add(String template, Object... arguments) {
        Object[] safe = new Object[arguments.length];
        for (int index = 0; index < arguments.length; index++) {
            safe[index] = Html.escape(String.valueOf(arguments[index]));
        }
        html.append(arguments.length == 0 ? template : template.formatted(safe)).append('\n');
    }

    private static String style() {
        return """
                :root { color-scheme: light dark; --line: #8883; --good: #1a7f37; --bad: #cf222e; --ink: #57606a }
                body { font: 15px/1.5 system-ui, sans-serif; margin: 0 }
                header { display: flex; align-items: center; justify-content: space-between; padding: 1rem 2rem;
                         border-bottom: 1px solid var(--line) }
                h1 { font-size: 1.3rem; margin: 0 } h2 { font-size: 1rem; margin: 0 0 .6rem }
                main { display: grid; grid-template-columns: 1fr 1fr; gap: 1.2rem; padding: 1.2rem 2rem }
                section { border: 1px solid var(--line); border-radius: 10px; padding: 1rem; overflow: auto; max-height: 34rem }
                .wide { grid-column: 1 / -1; max-height: none }
                table { border-collapse: collapse; width: 100% } th { text-align: left; color: var(--ink); font-weight: 500 }
                td, th { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line) }
                form { display: inline } button { font: inherit; font-size: .85em; padding: .1rem .6rem; margin: .1rem;
                       border: 1px solid var(--line); border-radius: 6px; background: none; color: inherit; cursor: pointer }
                .heal { border-color: var(--good); color: var(--good) }
                .good { color: var(--good) } .bad { color: var(--bad); font-weight: 600 }
                .message { padding: .35rem 0 } .reply { padding: .2rem 0 .2rem .9rem; border-left: 3px solid var(--line) }
                .who { color: #611f69 } small, .none, summary { color: var(--ink) }
                details { margin: 0 0 .3rem } pre { overflow: auto; font-size: 12px; white-space: pre-wrap }
                @media (max-width: 60rem) { main { grid-template-columns: 1fr; padding: 1rem } }
                """;
    }
}
