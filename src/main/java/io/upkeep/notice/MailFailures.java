package io.upkeep.notice;

import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Reads from a mail server's answer whether it is about this mail: SMTP's 5yz codes are, everything else is not. */
final class MailFailures {

    private static final int PERMANENT = 500;

    private MailFailures() {}

    static SendFailure of(Exception caught) {
        String message = Escaped.line(String.valueOf(caught.getMessage()));
        return isPermanent(caught) ? new SendFailure.Refused(message) : new SendFailure.Unreachable(message, null);
    }

    private static boolean isPermanent(Exception failure) {
        if (failure instanceof SMTPAddressFailedException address) {
            return address.getReturnCode() >= PERMANENT;
        }
        if (failure instanceof SMTPSendFailedException send && send.getReturnCode() >= PERMANENT) {
            return true;
        }
        return failure instanceof MessagingException mail
                && mail.getNextException() != null
                && isPermanent(mail.getNextException());
    }
}
