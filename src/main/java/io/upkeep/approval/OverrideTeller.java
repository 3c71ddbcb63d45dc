package io.upkeep.approval;

import io.upkeep.approval.RunOverride.Recorded;
import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Writes overrides and their reviews into the outbox and tells the listeners, in the caller's transaction. */
@Component
class OverrideTeller {

    private final Outbox outbox;
    private final List<ApprovalListener> listeners;

    OverrideTeller(Outbox outbox, List<ApprovalListener> listeners) {
        this.outbox = outbox;
        this.listeners = listeners;
    }

    void tell(Recorded recorded) {
        boolean isReview = recorded.reviewedAt() != null;
        String what = !recorded.override().breakGlass()
                ? "override.granted"
                : isReview ? "break_glass.reviewed" : "break_glass.used";
        String run = recorded.run().toString();
        outbox.append(new Event(
                UUID.randomUUID(),
                "io.upkeep." + what + ".v1",
                run + "/override/" + recorded.override().key(),
                run,
                isReview ? 2 : 1,
                isReview ? recorded.reviewedAt() : recorded.at(),
                facts(recorded)));
        listeners.forEach(listener -> listener.override(recorded));
    }

    private static Map<String, Object> facts(Recorded recorded) {
        RunOverride override = recorded.override();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", recorded.run().toString());
        facts.put("pipeline", recorded.pipeline());
        facts.put("person", override.person());
        facts.put("reason", override.reason());
        facts.put(
                "overrides",
                override.kinds().stream().map(RunOverride.Kind::word).toList());
        if (recorded.reviewedAt() != null) {
            facts.put("reviewedBy", recorded.reviewedBy());
            facts.put("review", recorded.review());
        }
        return facts;
    }
}
