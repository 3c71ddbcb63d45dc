package io.upkeep;

import io.upkeep.notice.Letters;
import io.upkeep.report.ReportReaders;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Sends reports to the stakeholders who subscribed to them. */
@Component
class ReportNotices implements ReportReaders {

    private final Letters letters;
    private final String url;

    ReportNotices(Letters letters, @Value("${upkeep.web.url:http://localhost:${server.port:8080}}") String url) {
        this.letters = letters;
        this.url = url.replaceAll("/+$", "");
    }

    @Override
    public int tell(Letter letter) {
        return letters.send(
                letter.kind(),
                letter.topic(),
                new Letters.Letter(
                        letter.title(), letter.summary(), letter.markdown(), letter.html(), url + letter.path()));
    }
}
