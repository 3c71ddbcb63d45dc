package io.upkeep.pipeline;

import io.upkeep.run.Run;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Requests that arrive as Kafka messages, for the route that reads them. */
@Component("requestMessages")
public class RequestMessages {

    private static final Logger LOG = LoggerFactory.getLogger(RequestMessages.class);
    private static final int LONGEST_REASON = 500;

    private final OutsideRequests requests;

    RequestMessages(OutsideRequests requests) {
        this.requests = requests;
    }

    /**
     * Requests the run that the message asks for; a message that comes again gets the run it got before.
     *
     * @throws InvalidRequest when no repetition can make it right
     */
    public void request(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] id = message.getHeader("ce_id", byte[].class);
        String cloudEventId = id == null ? null : new String(id, StandardCharsets.UTF_8);
        Run run = requests.request(RequestMessage.parse(message.getBody(byte[].class), cloudEventId));
        LOG.info("Message {} asked for run {} of {}", place(message), run.id(), run.pipeline());
    }

    /** Prepares the message for the dead letter topic: value and key as they were, and why it is there. */
    public void refuse(Exchange exchange) {
        Message message = exchange.getMessage();
        Exception refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String reason = ascii(String.valueOf(refusal.getMessage()));
        LOG.warn("Message {} goes to the dead letters: {}", place(message), reason);
        message.setHeader("upkeep-reason", reason);
        message.setHeader("upkeep-source-topic", message.getHeader(KafkaConstants.TOPIC, String.class));
        message.setHeader("upkeep-source-partition", message.getHeader(KafkaConstants.PARTITION, String.class));
        message.setHeader("upkeep-source-offset", message.getHeader(KafkaConstants.OFFSET, String.class));
        message.removeHeader("ce_id");
    }

    /** The message is dealt with: it is not read again. */
    public void commit(Exchange exchange) {
        exchange.getMessage()
                .getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class)
                .commit();
    }

    private static String place(Message message) {
        return "%s/%s@%s"
                .formatted(
                        message.getHeader(KafkaConstants.TOPIC),
                        message.getHeader(KafkaConstants.PARTITION),
                        message.getHeader(KafkaConstants.OFFSET));
    }

    /** Printable ASCII, everything else as an escape: what reads the dead letters may be a terminal. */
    static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < text.length() && ascii.length() < LONGEST_REASON; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                ascii.append(c);
            } else {
                ascii.append("\\u%04x".formatted((int) c));
            }
        }
        return ascii.toString();
    }
}
