package io.upkeep.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.event.Outbox.Waiting;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The outbox for routes: {@code next} hands out waiting events, {@code sent} marks those the broker acknowledged. */
@Component("outboxFeed")
public class OutboxFeed {

    private final Outbox outbox;
    private final SenderTurn turn;
    private final ObjectMapper json;
    private final String source;

    OutboxFeed(
            Outbox outbox,
            SenderTurn turn,
            ObjectMapper json,
            @Value("${upkeep.events.source:/upkeep}") String source) {
        this.outbox = outbox;
        this.turn = turn;
        this.json = json;
        this.source = source;
    }

    /**
     * The next events to send, at most one of each key among the {@code window} oldest; empty when none wait or another
     * node is the sender. Until the route says otherwise the scheduler counts this as nothing done, so that a failure is
     * not tried again at once.
     */
    public Round next(Exchange exchange, int window) {
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        return round(exchange.getContext(), turn.isOurs() ? outbox.firstOfEachKey(window) : List.of());
    }

    /** Marks the events of a round, all of which the broker acknowledged. */
    public void sent(Round round) {
        outbox.markSent(round.ids());
    }

    /** One event per key, ready for the Kafka producer, which sends each message of an iterable body. */
    public record Round(List<Long> ids, List<Message> messages) implements Iterable<Message> {

        /** Whether there is nothing to send. */
        public boolean isEmpty() {
            return ids.isEmpty();
        }

        @Override
        public Iterator<Message> iterator() {
            return messages.iterator();
        }
    }

    private Round round(CamelContext context, List<Waiting> events) {
        return new Round(
                events.stream().map(Waiting::id).toList(),
                events.stream()
                        .map(waiting -> message(context, waiting.event()))
                        .toList());
    }

    private Message message(CamelContext context, Event event) {
        Message message = new DefaultMessage(context);
        CloudEvent.headers(event, source).forEach(message::setHeader);
        message.setHeader(KafkaConstants.KEY, event.key());
        message.setBody(body(event));
        return message;
    }

    private String body(Event event) {
        try {
            return json.writeValueAsString(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the data of event " + event.id() + " cannot be written as JSON", e);
        }
    }
}
