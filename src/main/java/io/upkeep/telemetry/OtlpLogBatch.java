package io.upkeep.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Log lines as one request of OTLP 1 in its JSON form ({@code ExportLogsServiceRequest}). A pure function of its arguments. */
final class OtlpLogBatch {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 32 * 1024;

    private OtlpLogBatch() {}

    static String of(String node, List<ILoggingEvent> events, long lost) {
        ObjectNode request = JSON.createObjectNode();
        ObjectNode logs = request.putArray("resourceLogs").addObject();
        ArrayNode resource = logs.putObject("resource").putArray("attributes");
        attribute(resource, "service.name", "upkeep");
        attribute(resource, "service.instance.id", node);
        if (lost > 0) {
            attribute(resource, "upkeep.log_lines_lost", Long.toString(lost));
        }
        ArrayNode records = logs.putArray("scopeLogs").addObject().putArray("logRecords");
        events.forEach(event -> record(records.addObject(), event));
        try {
            return JSON.writeValueAsString(request);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers are always JSON", impossible);
        }
    }

    private static void record(ObjectNode record, ILoggingEvent event) {
        record.put("timeUnixNano", nanos(event.getInstant()));
        record.put("observedTimeUnixNano", nanos(event.getInstant()));
        record.put("severityNumber", severity(event.getLevel()));
        record.put("severityText", event.getLevel().toString());
        record.putObject("body").put("stringValue", bounded(event.getFormattedMessage()));
        ArrayNode attributes = record.putArray("attributes");
        attribute(attributes, "logger.name", event.getLoggerName());
        attribute(attributes, "thread.name", event.getThreadName());
        event.getMDCPropertyMap().forEach((name, value) -> attribute(attributes, name, value));
        if (event.getThrowableProxy() != null) {
            attribute(attributes, "exception.type", event.getThrowableProxy().getClassName());
            attribute(attributes, "exception.message", event.getThrowableProxy().getMessage());
            attribute(attributes, "exception.stacktrace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }

    private static void attribute(ArrayNode attributes, String name, String value) {
        if (value != null) {
            ObjectNode attribute = attributes.addObject();
            attribute.put("key", name);
            attribute.putObject("value").put("stringValue", bounded(value));
        }
    }

    private static String bounded(String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** 64 bit numbers are texts in this form. */
    private static String nanos(Instant instant) {
        return instant.getEpochSecond() + "%09d".formatted(instant.getNano());
    }

    private static int severity(Level level) {
        return switch (level.toInt()) {
            case Level.TRACE_INT -> 1;
            case Level.DEBUG_INT -> 5;
            case Level.WARN_INT -> 13;
            case Level.ERROR_INT -> 17;
            default -> 9;
        };
    }
}
