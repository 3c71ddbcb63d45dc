package io.upkeep.document;

import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/** The log of a day, from the journal; of the day before when none is named. */
@Component
class LogSource implements DocumentSource {

    private final Activity activity;
    private final DocumentSettings settings;
    private final Clock clock;

    LogSource(Activity activity, DocumentSettings settings, Clock clock) {
        this.activity = activity;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public DocumentType type() {
        return DocumentType.LOG;
    }

    @Override
    public Draft write(String subject, String date) {
        var zone = settings.zone();
        String given = Period.named(subject, date);
        Period day = given.isEmpty()
                ? Period.day(clock.instant().atZone(zone).toLocalDate().minusDays(1))
                : Period.of(given);
        if (day.days() != 1) {
            throw new DocumentRefused("a log is of one day, and '%s' are %d; write %s, or a report"
                    .formatted(given, day.days(), day.first()));
        }
        if (day.from(zone).isAfter(clock.instant())) {
            throw new DocumentRefused("there is no log of %s yet".formatted(day.name()));
        }
        String text = LogText.of(
                zone,
                activity.runs(day.from(zone), day.until(zone)),
                activity.decisions(day.from(zone), day.until(zone)),
                activity.incidents(day.from(zone), day.until(zone)));
        return new Draft(day.name(), "Maintenance log of " + day.words(), text, List.of());
    }
}
