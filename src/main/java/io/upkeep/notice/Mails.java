package io.upkeep.notice;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.Date;

/**
 * Builds a notice's mail. Its Message-ID is made of the run and the notice, so a mail that is sent twice is recognised;
 * all mails of a run to one address answer the first, so they are shown as one conversation.
 */
final class Mails {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String from;

    Mails(String from) {
        this.from = from;
    }

    MimeMessage of(Notice notice) throws MessagingException {
        Draft draft = notice.draft();
        MimeMessage mail = new MimeMessage((Session) null);
        mail.setFrom(new InternetAddress(from, true));
        mail.setRecipient(RecipientType.TO, new InternetAddress(draft.address(), true));
        mail.setSubject(draft.subject(), UTF_8);
        mail.setSentDate(Date.from(notice.createdAt()));
        mail.setHeader("Message-ID", id(notice.run() + "." + notice.id()));
        if (notice.parent() != null) {
            mail.setHeader("In-Reply-To", notice.parent());
            mail.setHeader("References", notice.parent());
        }
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setContent(new MimeMultipart("alternative", part(draft.text(), "plain"), part(draft.html(), "html")));
        return mail;
    }

    private String id(String local) {
        return "<" + local + "@" + from.substring(from.indexOf('@') + 1) + ">";
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }
}
