package io.upkeep;

import io.upkeep.notice.Letters;
import io.upkeep.notice.WebLinks;
import io.upkeep.report.ReportReaders;
import org.springframework.stereotype.Component;

/** Sends reports to the stakeholders who subscribed to them. */
@Component
class ReportNotices implements ReportReaders {

    private final Letters letters;
    private final WebLinks links;

    ReportNotices(Letters letters, WebLinks links) {
        this.letters = letters;
        this.links = links;
    }

    @Override
    public int tell(Letter letter) {
        return letters.send(
                letter.kind(),
                letter.topic(),
                new Letters.Letter(
                        letter.title(), letter.summary(), letter.markdown(), letter.html(), links.to(letter.path())));
    }
}
