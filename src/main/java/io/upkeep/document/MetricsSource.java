package io.upkeep.document;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The figures of a period that is over; of the month before when none is named. */
@Component
class MetricsSource implements DocumentSource {

    private final Activity activity;
    private final DocumentSettings settings;
    private final Clock clock;

    MetricsSource(Activity activity, DocumentSettings settings, Clock clock) {
        this.activity = activity;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public DocumentType type() {
        return DocumentType.METRICS;
    }

    @Override
    public Draft write(String subject, String date) {
        Period period = Period.over(date.isEmpty() ? subject : date, clock.instant(), settings.zone());
        Instant from = period.from(settings.zone());
        Instant until = period.until(settings.zone());
        String text = MetricsText.of(
                period.days(),
                activity.runs(from, until),
                activity.incidents(from, until),
                activity.backups(from, until),
                activity.windows(from, until));
        return new Draft(period.name(), "Maintenance metrics, " + period.words(), text, List.of());
    }
}
