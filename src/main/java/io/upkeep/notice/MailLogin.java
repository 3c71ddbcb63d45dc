package io.upkeep.notice;

import jakarta.mail.PasswordAuthentication;
import org.apache.camel.component.mail.MailAuthenticator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The login at the mail server; none when no user is set. The password stands in no endpoint URI. */
@Component("mailLogin")
class MailLogin extends MailAuthenticator {

    private final PasswordAuthentication login;

    MailLogin(@Value("${upkeep.mail.username:}") String username, @Value("${upkeep.mail.password:}") String password) {
        this.login = username.isEmpty()
                ? new PasswordAuthentication(null, null)
                : new PasswordAuthentication(username, password);
    }

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        return login;
    }
}
