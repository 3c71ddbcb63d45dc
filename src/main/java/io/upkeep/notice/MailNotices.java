package io.upkeep.notice;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The mails for routes: {@code next} gives a {@link MimeMessage} or null; {@code sent} or {@code failed} follows. */
@Component("mailNotices")
public class MailNotices {

    private static final String NOTICE = "UpkeepNotice";

    private final Delivery delivery;
    private final Mails mails;

    MailNotices(Notices notices, Clock clock, @Value("${upkeep.mail.from:upkeep@localhost}") String from) {
        this.delivery = new Delivery(Medium.EMAIL, notices, clock);
        this.mails = new Mails(from);
    }

    /** The next mail; null when none is due. The scheduler comes back at once after a mail. */
    public MimeMessage next(Exchange exchange) {
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        Notice notice = delivery.next().orElse(null);
        exchange.setProperty(NOTICE, notice);
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, notice != null);
        return notice == null ? null : mail(notice);
    }

    private MimeMessage mail(Notice notice) {
        try {
            return mails.of(notice);
        } catch (MessagingException e) {
            delivery.failed(notice, new SendFailure.Refused("it cannot be written as a mail: " + e.getMessage()));
            return null;
        }
    }

    /** The server took it. */
    public void sent(Exchange exchange) throws MessagingException {
        MimeMessage mail = exchange.getMessage().getBody(MimeMessage.class);
        delivery.sent(exchange.getProperty(NOTICE, Notice.class), mail.getMessageID());
    }

    /** The server did not take it. */
    public void failed(Exchange exchange) {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        delivery.failed(exchange.getProperty(NOTICE, Notice.class), MailFailures.of(caught));
    }
}
