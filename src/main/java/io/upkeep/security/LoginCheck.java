package io.upkeep.security;

import io.upkeep.security.SecurityProperties.Logins;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Looks at what login logs say: adds it to what is remembered together with the new position, and judges the whole. */
@Component
class LoginCheck {

    static final String NAME = "failed-logins";

    private final LoginBook book;
    private final SecurityProperties properties;

    LoginCheck(LoginBook book, SecurityProperties properties) {
        this.book = book;
        this.properties = properties;
    }

    String positions() {
        return String.join("\n", book.positions()) + "\n";
    }

    @Transactional
    Look look(String host, String output, Instant now) {
        LoginReport report = LoginReport.read(output, book.readAt(host).orElse(null));
        if (report.problem() != null) {
            return Look.blind(host, NAME, now, report.problem());
        }
        Logins limits = properties.logins();
        Instant since = now.minus(limits.window());
        book.failed(host, report.failures());
        report.successes()
                .forEach(login -> book.succeeded(host, login, login.at().minus(limits.window())));
        if (report.position() != null) {
            book.position(host, report.name(), report.position(), now);
        }
        // a login that is read late still finds what came before it
        book.forget(since.minus(limits.window()), now.minus(limits.remember()));
        List<Sighting> seen = LoginRules.judge(
                report,
                book.failures(host, since, true, limits.perAddress()),
                book.failures(host, since, false, limits.perUser()),
                book.firstLogins(host, now.minus(limits.remember()), limits.beforeSuccess()),
                limits);
        return Look.saw(host, NAME, now, seen);
    }
}
