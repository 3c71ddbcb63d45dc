package io.upkeep.approval;

import io.upkeep.approval.ApprovalListener.News;
import io.upkeep.approval.ApprovalListener.What;
import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Writes what happens to approvals into the outbox and tells the listeners, in the caller's transaction. */
@Component
class ApprovalTeller {

    private final ApprovalRecords records;
    private final Outbox outbox;
    private final People people;
    private final List<ApprovalListener> listeners;

    ApprovalTeller(ApprovalRecords records, Outbox outbox, People people, List<ApprovalListener> listeners) {
        this.records = records;
        this.outbox = outbox;
        this.people = people;
        this.listeners = listeners;
    }

    void tell(What what, ApprovalRequest request, String person, String reason, Instant now) {
        ApprovalVerdict verdict = request.verdict(people, now);
        String run = request.run().toString();
        outbox.append(new Event(
                UUID.randomUUID(),
                "io.upkeep.approval." + what.name().toLowerCase(Locale.ROOT) + ".v1",
                run + "/approval",
                run,
                records.nextSequence(request.run()),
                now,
                facts(request, person, reason, verdict)));
        News news = new News(what, request, person, reason, verdict, request.approvers(people), now);
        listeners.forEach(listener -> listener.approval(news));
    }

    /** Parameters stay out, as they do from a run's events: a value may be a secret. The hash stands for them. */
    private static Map<String, Object> facts(
            ApprovalRequest request, String person, String reason, ApprovalVerdict verdict) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", request.run().toString());
        facts.put("pipeline", request.plan().pipeline());
        facts.put("plan", request.plan().hash());
        facts.put("targets", request.plan().targets());
        facts.put("roles", request.roles());
        facts.put("requestedBy", request.requestedBy());
        facts.put("granted", verdict instanceof ApprovalVerdict.Granted);
        if (person != null) {
            facts.put("person", person);
        }
        if (reason != null) {
            facts.put("reason", reason);
        }
        return facts;
    }
}
