package io.upkeep.sandbox;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An SMTP server (GreenMail) behind a relay; takes mail for everybody and shows it. */
public final class MailPart implements AutoCloseable {

    static final String FROM = "upkeep@example.org";
    static final String TO = "operations@example.org";

    private static final int TRIES = 3;

    private final GreenMail server;
    private final Relay relay;

    private MailPart(GreenMail server, Relay relay) {
        this.server = server;
        this.relay = relay;
    }

    /** Somebody else may take the port before GreenMail listens on it, which it says after two seconds: then on another. */
    static MailPart start() {
        for (int number = 1; ; number++) {
            int port = Ports.free();
            GreenMail server = new GreenMail(new ServerSetup(port, Ports.HOST, ServerSetup.PROTOCOL_SMTP));
            try {
                server.start();
                return new MailPart(server, Relay.start("smtp", "smtp", Ports.free(), port));
            } catch (IllegalStateException taken) {
                server.stop();
                if (number == TRIES) {
                    throw taken;
                }
            }
        }
    }

    /** The relay in front of the SMTP server. */
    public Relay relay() {
        return relay;
    }

    /** What arrived, newest first; a mail to three people arrives three times. */
    public List<MimeMessage> mails() {
        List<MimeMessage> mails = new ArrayList<>(List.of(server.getReceivedMessages()));
        Collections.reverse(mails);
        return mails;
    }

    /** The mails whose subject contains the text, newest first. */
    public List<MimeMessage> mailsAbout(String subject) {
        return mails().stream().filter(mail -> subject(mail).contains(subject)).toList();
    }

    /** Forgets every mail. */
    public void clear() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (com.icegreen.greenmail.store.FolderException failure) {
            throw new IllegalStateException("mails could not be deleted", failure);
        }
    }

    @Override
    public void close() {
        relay.close();
        server.stop();
    }

    static String subject(MimeMessage mail) {
        try {
            return mail.getSubject() == null ? "" : mail.getSubject();
        } catch (MessagingException unreadable) {
            return "(unreadable: " + unreadable.getMessage() + ")";
        }
    }
}
