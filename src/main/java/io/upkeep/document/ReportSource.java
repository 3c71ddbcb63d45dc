package io.upkeep.document;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The report of a period that is over, from the journal and what stands beside it; of the month before when none is named. */
@Component
class ReportSource implements DocumentSource {

    private final Activity activity;
    private final DocumentSettings settings;
    private final Clock clock;

    ReportSource(Activity activity, DocumentSettings settings, Clock clock) {
        this.activity = activity;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public DocumentType type() {
        return DocumentType.REPORT;
    }

    @Override
    public Draft write(String subject, String date) {
        Period period = Period.over(date.isEmpty() ? subject : date, clock.instant(), settings.zone());
        Instant from = period.from(settings.zone());
        Instant until = period.until(settings.zone());
        String text = ReportText.of(
                new Times(settings.zone()),
                activity.runs(from, until),
                activity.decisions(from, until),
                activity.incidents(from, until),
                activity.backups(from, until),
                activity.windows(from, until));
        return new Draft(period.name(), "Maintenance report, " + period.words(), text, List.of());
    }
}
