package io.upkeep.probe;

import io.upkeep.event.StrictMessage;
import java.time.Instant;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Jobs that report by a Kafka message, for the route that reads them. */
@Component("heartbeatMessages")
public class HeartbeatMessages {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatMessages.class);
    private static final String EXAMPLE = "{\"target\": \"database\", \"probe\": \"nightly-dump\"}";

    private final Heartbeats heartbeats;

    HeartbeatMessages(Heartbeats heartbeats) {
        this.heartbeats = heartbeats;
    }

    /**
     * Notes the report in the message, as of when it was written: one that comes again, or late, makes no job look alive.
     *
     * @throws io.upkeep.event.InvalidMessage when no repetition can make it right
     * @throws UnknownProbe when there is no heartbeat of this name
     */
    public void note(Exchange exchange) {
        Message message = exchange.getMessage();
        StrictMessage beat = StrictMessage.parse(message.getBody(byte[].class), Set.of("target", "probe"), EXAMPLE);
        Instant written = Instant.ofEpochMilli(message.getHeader(KafkaConstants.TIMESTAMP, Long.class));
        Instant noted = heartbeats.report(beat.text("target"), beat.text("probe"), "kafka", written);
        LOG.debug("{} of {} reported at {}", beat.text("probe"), beat.text("target"), noted);
    }
}
