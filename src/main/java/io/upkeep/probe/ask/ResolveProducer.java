package io.upkeep.probe.ask;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Asks a name server for the variables {@code name} and {@code type}: the body becomes {@code rcode} and {@code records}. The
 * variable {@code server} names another server than the machine's. Camel's own component knows neither ports nor deadlines.
 */
final class ResolveProducer extends DefaultProducer {

    private static final int MOST_RECORDS = 100;

    private final ProbeEndpoint endpoint;

    ResolveProducer(ProbeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Name name = Name.fromString(exchange.getVariable("name", String.class), Name.root);
        int type = Type.value(exchange.getVariable("type", String.class));
        Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        Message answer =
                resolver(exchange.getVariable("server", "", String.class)).send(question);
        List<String> records = answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type)
                .limit(MOST_RECORDS)
                .map(Record::rdataToString)
                .toList();
        exchange.getMessage().setBody(Map.of("rcode", Rcode.string(answer.getRcode()), "records", records));
    }

    private SimpleResolver resolver(String server) throws IOException {
        int colon = server.lastIndexOf(':');
        SimpleResolver resolver = colon < 0
                ? new SimpleResolver()
                : new SimpleResolver(server.substring(0, colon).replaceAll("[\\[\\]]", ""));
        if (colon >= 0) {
            resolver.setPort(Integer.parseInt(server.substring(colon + 1)));
        }
        resolver.setTimeout(Duration.ofMillis(endpoint.getTimeout()));
        return resolver;
    }
}
