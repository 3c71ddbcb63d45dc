package io.upkeep.pipeline.timer;

import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import io.upkeep.notice.ProblemNotices;
import io.upkeep.pipeline.timer.Reconciliation.Missed;
import io.upkeep.pipeline.timer.Reconciliation.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells programs and people of times that a timer missed, in the caller's transaction; many at once are one message. */
@Component
class MissedNews {

    private static final Logger LOG = LoggerFactory.getLogger(MissedNews.class);
    private static final int LISTED = 20;

    private final Outbox outbox;
    private final ProblemNotices notices;

    MissedNews(Outbox outbox, ProblemNotices notices) {
        this.outbox = outbox;
        this.notices = notices;
    }

    /** Tells it, and returns it in words. */
    String tell(Timer timer, List<Missed> missed, long sequence, Instant now) {
        String what = what(timer, missed);
        LOG.warn("{}", what);
        outbox.append(new Event(
                UUID.randomUUID(),
                "io.upkeep.timer.missed.v1",
                timer.route(),
                timer.route(),
                sequence,
                now,
                facts(timer, missed)));
        Instant newest = missed.get(missed.size() - 1).due();
        UUID conversation =
                UUID.nameUUIDFromBytes(("timer:" + timer.route() + ":" + newest).getBytes(StandardCharsets.UTF_8));
        timer.asks().stream()
                .findFirst()
                .ifPresent(
                        asked -> notices.tell(conversation, asked.pipeline(), asked.inputs(), "missed its time", what));
        return what;
    }

    private static String what(Timer timer, List<Missed> missed) {
        Instant first = missed.get(0).due();
        Instant last = missed.get(missed.size() - 1).due();
        String times =
                missed.size() == 1 ? "at " + last : "%d times from %s to %s".formatted(missed.size(), first, last);
        return "Timer %s (%s) did not fire %s: Upkeep or its database was not running then, or did not keep up. %s."
                .formatted(timer.route(), String.join(", ", timer.pipelines()), times, consequence(timer, missed));
    }

    private static String consequence(Timer timer, List<Missed> missed) {
        if (timer.policy() == MissedPolicy.SKIP) {
            return "Its policy is to wait for the next time";
        }
        return missed.stream().anyMatch(one -> one.outcome() == Outcome.MADE_UP)
                ? "One run makes up for it now"
                : "A later run has made up for it";
    }

    private static Map<String, Object> facts(Timer timer, List<Missed> missed) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("timer", timer.route());
        facts.put("pipelines", timer.pipelines());
        facts.put("cron", timer.cron());
        facts.put("zone", timer.zone().getId());
        facts.put("policy", timer.policy().name());
        facts.put("count", missed.size());
        facts.put("first", missed.get(0).due().toString());
        facts.put("last", missed.get(missed.size() - 1).due().toString());
        facts.put(
                "newest",
                missed.stream()
                        .skip(Math.max(0, missed.size() - LISTED))
                        .map(one -> Map.of(
                                "due",
                                one.due().toString(),
                                "outcome",
                                one.outcome().name()))
                        .toList());
        return facts;
    }
}
