package io.upkeep.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CloudEventTest {

    @Test
    void an_event_becomes_cloudevents_headers_whose_sequence_orders_as_text() {
        UUID id = UUID.fromString("0b6c1f0e-1111-4222-8333-123456789abc");
        Outgoing event = new Outgoing(
                7,
                id,
                "io.upkeep.run.started.v1",
                "run-1",
                "key-1",
                42,
                Instant.parse("2026-02-03T04:05:06.789Z"),
                "{\"run\": \"run-1\"}");

        assertThat(CloudEvent.headers(event, "/upkeep"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id.toString(),
                        "ce_source", "/upkeep",
                        "ce_type", "io.upkeep.run.started.v1",
                        "ce_subject", "run-1",
                        "ce_time", "2026-02-03T04:05:06.789Z",
                        "ce_dataschema", "urn:upkeep:schema:io.upkeep.run.started.v1",
                        "ce_sequence", "0000000000000000042",
                        "ce_partitionkey", "key-1",
                        "content-type", "application/json"));
    }
}
