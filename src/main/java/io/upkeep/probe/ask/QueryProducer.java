package io.upkeep.probe.ask;

import java.io.IOException;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Runs the variable {@code query} on the database target of the variable {@code target}: the body becomes its first row, or the value
 * of its only column. Camel's own component is bound to one database.
 */
final class QueryProducer extends DefaultProducer {

    private final ProbeEndpoint endpoint;

    QueryProducer(ProbeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        DataSource database = endpoint.connection(exchange, DataSource.class);
        Map<String, Object> row =
                new JdbcFirstRow(database, endpoint.getTimeout()).of(exchange.getVariable("query", String.class));
        boolean isOne = row != null && row.size() == 1;
        exchange.getMessage().setBody(isOne ? row.values().iterator().next() : row);
    }
}
