package io.upkeep.security;

import io.upkeep.security.BaselineBook.Reviewed;
import io.upkeep.security.BaselineRules.Difference;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people have reviewed of each host, and how the hosts differ from it now. */
@Component
public class Baselines {

    private final BaselineBook book;
    private final Findings findings;
    private final Clock clock;

    Baselines(BaselineBook book, Findings findings, Clock clock) {
        this.book = book;
        this.findings = findings;
        this.clock = clock;
    }

    /**
     * A host beside its baseline. Entries are hostile text.
     *
     * @param hash of what the newest look saw: whoever accepts names it
     * @param seen by topic
     * @param acceptedBy null when nobody has reviewed the host
     * @param added what is there and was not reviewed
     * @param removed what was reviewed and is gone
     */
    public record Review(
            String host,
            Instant seenAt,
            String hash,
            Map<String, List<String>> seen,
            String acceptedBy,
            String reason,
            Instant acceptedAt,
            Map<String, List<String>> added,
            Map<String, List<String>> removed) {}

    /** Empty when no look has seen the host. */
    public Optional<Review> review(String host) {
        return book.snapshot(host).map(seen -> {
            Reviewed reviewed = book.reviewed(host).orElse(null);
            Difference difference =
                    BaselineRules.difference(seen.content(), reviewed == null ? null : reviewed.content());
            return new Review(
                    host,
                    seen.at(),
                    seen.hash(),
                    seen.content(),
                    reviewed == null ? null : reviewed.acceptedBy(),
                    reviewed == null ? null : reviewed.reason(),
                    reviewed == null ? null : reviewed.acceptedAt(),
                    difference.added(),
                    difference.removed());
        });
    }

    /**
     * A person has reviewed exactly this; findings that it settles are closed at once.
     *
     * @param hash of what they have seen
     * @throws FindingRefused when the host looks different by now, or there is no reason
     */
    @Transactional
    public Review accept(String host, String hash, String person, String reason) {
        HostSnapshot seen = book.snapshot(host)
                .orElseThrow(() -> new FindingRefused(
                        "no look has seen host '%s'; run check-security first".formatted(HostText.line(host))));
        if (!seen.hash().equals(hash)) {
            throw new FindingRefused(
                    "host '%s' has been looked at again, and is not as you have seen it; see upkeep baseline diff %s"
                            .formatted(host, host));
        }
        if (reason == null || reason.isBlank()) {
            throw new FindingRefused("say what the review found, such as: nginx was installed for ticket 4711");
        }
        Instant now = clock.instant();
        book.accept(host, seen, person, HostText.line(reason), now);
        findings.judgeAgain(looks(host, seen, seen.content(), now));
        return review(host).orElseThrow();
    }

    /** Keeps what was seen and compares it. */
    @Transactional
    List<Look> look(String host, String output, Instant now) {
        ActivityReport report = ActivityReport.read(output, now);
        HostSnapshot seen = report.snapshot();
        if (!seen.content().isEmpty()) {
            book.keep(host, book.snapshot(host).map(seen::over).orElse(seen));
        }
        List<Look> looks = new ArrayList<>();
        Map<String, List<String>> reviewed =
                book.reviewed(host).map(Reviewed::content).orElse(null);
        Difference came = new Difference(
                BaselineRules.difference(report.inPart(), reviewed).added(), Map.of());
        report.unknown()
                .forEach((topic, why) ->
                        looks.add(Look.inPart(host, topic.word(), now, why, BaselineRules.judge(topic, came))));
        looks.addAll(looks(host, seen, reviewed, now));
        return looks;
    }

    /** Nothing could be seen of the host. */
    static List<Look> blind(String host, String why, Instant now) {
        List<Look> looks = new ArrayList<>();
        for (BaselineTopic topic : BaselineTopic.values()) {
            looks.add(Look.blind(host, topic.word(), now, why));
        }
        return looks;
    }

    private static List<Look> looks(String host, HostSnapshot seen, Map<String, List<String>> reviewed, Instant now) {
        Difference difference = BaselineRules.difference(seen.content(), reviewed);
        List<Look> looks = new ArrayList<>();
        for (String word : seen.content().keySet()) {
            BaselineTopic.of(word)
                    .ifPresent(topic -> looks.add(Look.saw(host, word, now, BaselineRules.judge(topic, difference))));
        }
        if (!seen.content().isEmpty()) {
            looks.add(Look.saw(host, BaselineRules.REVIEW, now, BaselineRules.review(host, seen.content(), reviewed)));
        }
        return looks;
    }
}
