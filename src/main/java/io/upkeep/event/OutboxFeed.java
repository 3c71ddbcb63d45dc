package io.upkeep.event;

import io.upkeep.run.Turn;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The outbox for routes: {@code next} hands out waiting events, {@code sent} marks those the broker acknowledged. */
@Component("outboxFeed")
public class OutboxFeed {

    /** Brokers take records of 1 MiB unless told otherwise; one that is larger would stop all events behind it. */
    private static final int LONGEST = 900_000;

    private final SendQueue queue;
    private final Turn turn;
    private final String source;

    OutboxFeed(
            SendQueue queue,
            @Qualifier("senderTurn") Turn turn,
            @Value("${upkeep.events.source:/upkeep}") String source) {
        this.queue = queue;
        this.turn = turn;
        this.source = source;
    }

    /**
     * The oldest waiting events, to be sent in this order; empty when none wait or another node is the sender. Until the
     * route says otherwise the scheduler counts this as nothing done, so that a failure is not tried again at once.
     */
    public Round next(Exchange exchange, int limit) {
        exchange.setProperty(Exchange.SCHEDULER_POLLED_MESSAGES, false);
        List<Outgoing> events = turn.isOurs() ? queue.oldest(limit) : List.of();
        return new Round(
                events,
                events.stream()
                        .map(event -> message(exchange.getContext(), event))
                        .toList());
    }

    /** Marks the events of a round, all of which the broker acknowledged. */
    public void sent(Round round) {
        queue.markSent(round.events());
    }

    /** Events in order, ready for the Kafka producer, which sends each message of an iterable body. */
    public record Round(List<Outgoing> events, List<Message> messages) implements Iterable<Message> {

        /** Whether there is nothing to send. */
        public boolean isEmpty() {
            return events.isEmpty();
        }

        @Override
        public Iterator<Message> iterator() {
            return messages.iterator();
        }
    }

    private Message message(CamelContext context, Outgoing event) {
        Message message = new DefaultMessage(context);
        CloudEvent.headers(event, source).forEach(message::setHeader);
        message.setHeader(KafkaConstants.KEY, event.key());
        message.setBody(body(event));
        return message;
    }

    /** A character has up to three bytes in UTF-8. */
    private static String body(Outgoing event) {
        return event.data().length() > LONGEST / 3
                ? "{\"omitted\": \"%d characters, more than a broker takes\"}"
                        .formatted(event.data().length())
                : event.data();
    }
}
