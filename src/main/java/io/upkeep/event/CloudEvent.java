package io.upkeep.event;

import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attributes of an event in CloudEvents 1.0 Kafka binary mode: each one a record header {@code ce_<name>},
 * UTF-8 text, and {@code content-type} without prefix. The sequence is zero-padded, because the extension orders
 * sequences as text.
 */
final class CloudEvent {

    /** Goes before an event's type: the id of its data's schema. */
    static final String SCHEMA = "urn:upkeep:schema:";

    private CloudEvent() {}

    /** The record headers of the event, as sent by {@code source}. */
    static Map<String, String> headers(Outgoing event, String source) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", event.id().toString());
        headers.put("ce_source", source);
        headers.put("ce_type", event.type());
        headers.put("ce_subject", event.subject());
        headers.put("ce_time", DateTimeFormatter.ISO_INSTANT.format(event.time()));
        headers.put("ce_dataschema", SCHEMA + event.type());
        headers.put("ce_sequence", "%019d".formatted(event.sequence()));
        headers.put("ce_partitionkey", event.key());
        headers.put("content-type", "application/json");
        return headers;
    }
}
