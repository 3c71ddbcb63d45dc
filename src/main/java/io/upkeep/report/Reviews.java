package io.upkeep.report;

import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import io.upkeep.text.Amount;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reviews of maintenance windows, for routes ({@code method: {ref: reviews, method: …}}) and for people. A review is opened when a
 * window is over for a day, with what is known of it by then, and completed by a named person.
 */
@Component("reviews")
public class Reviews {

    private static final Duration LOOKED_BACK = Duration.ofDays(30);
    private static final int MOST = 50;
    private static final int LONGEST = 8_000;
    private static final int SHORTEST = 10;

    private final ReviewRecords records;
    private final ReportFacts facts;
    private final ReportSettings settings;
    private final Outbox outbox;
    private final Clock clock;

    Reviews(ReviewRecords records, ReportFacts facts, ReportSettings settings, Outbox outbox, Clock clock) {
        this.records = records;
        this.facts = facts;
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Opens the reviews of windows that are over for a day and have none.
     *
     * @return a line for each that was opened now; empty for none
     */
    @Transactional
    public String open() {
        Instant now = clock.instant();
        StringBuilder opened = new StringBuilder();
        for (PastWindow window : records.unreviewed(now.minus(LOOKED_BACK), now.minus(Facts.WATCHED))) {
            Review review = new Review(
                    UUID.randomUUID(),
                    window.id(),
                    window.name(),
                    now,
                    window.endedAt().plus(settings.reviewWithin()),
                    gathered(window, now),
                    null,
                    null,
                    null,
                    null);
            if (records.add(review)) {
                outbox.append(event(review, "opened", 1, now));
                opened.append(line(review)).append('\n');
            }
        }
        return opened.toString();
    }

    private Gathered gathered(PastWindow window, Instant now) {
        Span watched = new Span(window.startedAt(), window.endedAt().plus(Facts.WATCHED));
        return Gathered.of(
                window,
                facts.of(watched, now, List.of()),
                records.notices(watched, "SENT"),
                records.notices(watched, "FAILED"));
    }

    /** A line for each review that is due and not completed; empty for none. */
    public String overdue() {
        Instant now = clock.instant();
        return records.list(false, MOST).stream()
                .filter(review -> review.isOverdue(now))
                .map(review ->
                        "OVERDUE since %s: %s\n".formatted(Words.at(review.dueAt(), settings.calendar()), line(review)))
                .collect(Collectors.joining());
    }

    /** What {@link #open} gave, with what it means. */
    public String openedWords(String opened) {
        return opened.isEmpty()
                ? "no window that is over for a day is without its review, so none is opened"
                : "%s opened:%n%s".formatted(Amount.of(opened.lines().count(), "review is", "reviews are"), opened);
    }

    /** What {@link #overdue} gave, with what it means. */
    public String overdueWords(String overdue) {
        return overdue.isEmpty()
                ? "no review is overdue; 'upkeep review list' shows those that are open"
                : "%s overdue:%n%s".formatted(Amount.of(overdue.lines().count(), "review is", "reviews are"), overdue);
    }

    private String line(Review review) {
        return "%s window of %s: %s (upkeep review complete %s)"
                .formatted(
                        review.window(),
                        Words.at(review.gathered().startedAt(), settings.calendar()),
                        review.gathered().words(),
                        review.id());
    }

    /**
     * Completes a review.
     *
     * @param person who did it
     * @param findings what went well and what did not
     * @param actions what follows, with who does it; may be empty
     * @throws ReportRefused when it says nothing, is completed already, or is not there
     */
    @Transactional
    public Review complete(UUID id, String person, String findings, String actions) {
        String found = bounded(findings);
        if (found.length() < SHORTEST) {
            throw new ReportRefused(
                    "findings '%s' are too short; say what went well and what did not, such as: all updates in time, the API was slow for 5 min"
                            .formatted(Shown.of(found)));
        }
        Review known = records.find(id)
                .orElseThrow(
                        () -> ReportRefused.missing("there is no review %s; see upkeep review list".formatted(id)));
        Instant now = clock.instant();
        Review completed = records.complete(id, person, found, bounded(actions), now)
                .orElseThrow(() -> new ReportRefused("the review of the %s window is completed already, by %s"
                        .formatted(known.window(), known.completedBy())));
        outbox.append(event(completed, "completed", 2, now));
        return completed;
    }

    /** Those that are open, the most urgent first; then, if asked for, the newest of the others. */
    public List<Review> list(boolean completedToo, int limit) {
        return records.list(completedToo, limit);
    }

    /** One by its id. */
    public Optional<Review> find(UUID id) {
        return records.find(id);
    }

    private static Event event(Review review, String what, long sequence, Instant now) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("review", review.id().toString());
        data.put("window", review.window());
        data.put("occurrence", review.occurrence().toString());
        data.put("dueAt", review.dueAt().toString());
        data.put("summary", review.gathered().words());
        data.put("completedBy", review.completedBy());
        data.put("findings", review.findings());
        data.put("actions", review.actions());
        String subject = review.id().toString();
        return new Event(UUID.randomUUID(), "io.upkeep.review." + what + ".v1", subject, subject, sequence, now, data);
    }

    private static String bounded(String text) {
        String known = text == null ? "" : text.strip();
        return known.length() <= LONGEST ? known : known.substring(0, LONGEST) + "…";
    }
}
