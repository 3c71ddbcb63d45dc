package io.upkeep.window;

import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Writes what changed and the event that tells of it in one transaction: both are true, or neither. */
@Component
class WindowRecorder {

    private final Outbox outbox;
    private final TransactionOperations transaction;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    WindowRecorder(Outbox outbox, TransactionOperations transaction, ApplicationEventPublisher publisher, Clock clock) {
        this.outbox = outbox;
        this.transaction = transaction;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Does the work in a transaction; the process is told afterwards when something changed. */
    <T> List<T> committed(Supplier<List<T>> work) {
        List<T> changed = transaction.execute(status -> work.get());
        if (!changed.isEmpty()) {
            publisher.publishEvent(new WindowChanged());
        }
        return changed;
    }

    /** @param what {@code window.started}; by {@code upkeep} where no person did it */
    void tell(Occurrence occurrence, String what, String by) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("window", occurrence.window());
        facts.put("occurrence", occurrence.id().toString());
        facts.put("state", occurrence.state().name());
        facts.put("opens", occurrence.opens().toString());
        facts.put("cutoff", occurrence.cutoffAt().toString());
        facts.put("closes", occurrence.closes().toString());
        facts.put("zone", occurrence.zone().getId());
        facts.put("declared", occurrence.isDeclared());
        facts.put("reason", occurrence.reason());
        facts.put("pipelines", occurrence.scope().pipelines());
        facts.put("targets", occurrence.scope().targets());
        facts.put("by", by);
        if (occurrence.remark() != null) {
            facts.put("remark", occurrence.remark());
        }
        append(what, occurrence.id(), occurrence.sequence(), facts);
    }

    void tell(AddedFreeze added, String what, long sequence, String by) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("freeze", added.freeze().name());
        facts.put("from", added.from().toString());
        facts.put("until", added.until().toString());
        facts.put("reason", added.freeze().reason());
        facts.put("pipelines", added.freeze().scope().pipelines());
        facts.put("targets", added.freeze().scope().targets());
        facts.put("exceptions", added.freeze().scope().exceptions());
        facts.put("by", by);
        append(what, added.id(), sequence, facts);
    }

    private void append(String what, UUID subject, long sequence, Map<String, Object> facts) {
        outbox.append(new Event(
                UUID.randomUUID(),
                "io.upkeep." + what + ".v1",
                subject.toString(),
                subject.toString(),
                sequence,
                clock.instant(),
                facts));
    }
}
