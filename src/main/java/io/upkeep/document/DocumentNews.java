package io.upkeep.document;

import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells programs what becomes of documents, and those who listen that one is up to date; in the caller's transaction. */
@Component
class DocumentNews {

    private final Outbox outbox;
    private final ObjectProvider<DocumentListener> listeners;
    private final Clock clock;

    DocumentNews(Outbox outbox, ObjectProvider<DocumentListener> listeners, Clock clock) {
        this.outbox = outbox;
        this.listeners = listeners;
        this.clock = clock;
    }

    /** The text stays out of it: who wants it asks for it. */
    void tell(Document document, String what, long sequence) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("document", document.id().toString());
        data.put("type", document.type().word());
        data.put("subject", document.subject());
        data.put("title", document.title());
        data.put("version", document.version());
        data.put("sha256", document.sha256());
        String id = document.id().toString();
        outbox.append(new Event(
                UUID.randomUUID(), "io.upkeep.document." + what + ".v1", id, id, sequence, clock.instant(), data));
    }

    void upToDate(Document document, String by) {
        listeners.orderedStream().forEach(listener -> listener.upToDate(document, by));
    }
}
