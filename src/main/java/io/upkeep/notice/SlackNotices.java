package io.upkeep.notice;

import io.upkeep.notice.slack.SlackChatProducer;
import io.upkeep.notice.slack.SlackFailed;
import io.upkeep.notice.slack.SlackPost;
import io.upkeep.notice.slack.SlackPost.MessageId;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Slack's notices for routes: {@code next} gives a {@link SlackPost} or null; {@code sent} or {@code failed} follows. */
@Component("slackNotices")
public class SlackNotices {

    private static final String NOTICE = "UpkeepNotice";

    private final Delivery delivery;

    SlackNotices(Notices notices, Clock clock) {
        this.delivery = new Delivery(Medium.SLACK, notices, clock);
    }

    /** The next message; null when none is due. The scheduler comes back at once after a message. */
    public SlackPost next(Exchange exchange) {
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        Notice notice = delivery.next().orElse(null);
        exchange.setProperty(NOTICE, notice);
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, notice != null);
        return notice == null ? null : post(notice);
    }

    /** A reply or an edit whose parent never arrived is posted by itself: told late is better than not told. */
    private static SlackPost post(Notice notice) {
        Draft draft = notice.draft();
        MessageId parent = notice.parent() == null ? null : MessageId.parse(notice.parent());
        return switch (draft.act()) {
            case OPEN -> new SlackPost(draft.address(), draft.text(), null, null, false);
            case EDIT -> new SlackPost(draft.address(), draft.text(), null, parent, false);
            case REPLY -> new SlackPost(draft.address(), draft.text(), parent, null, draft.broadcast());
        };
    }

    /** Slack took it. */
    public void sent(Exchange exchange) {
        delivery.sent(
                exchange.getProperty(NOTICE, Notice.class),
                exchange.getMessage().getHeader(SlackChatProducer.MESSAGE_ID, String.class));
    }

    /** Slack did not take it. */
    public void failed(Exchange exchange) {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        delivery.failed(exchange.getProperty(NOTICE, Notice.class), failure(caught));
    }

    private static SendFailure failure(Exception caught) {
        if (caught instanceof SlackFailed failed && !failed.isUnreachable()) {
            return new SendFailure.Refused(failed.getMessage());
        }
        return new SendFailure.Unreachable(
                String.valueOf(caught.getMessage()),
                caught instanceof SlackFailed failed ? failed.retryAfter().orElse(null) : null);
    }
}
