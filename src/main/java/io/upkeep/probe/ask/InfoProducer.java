package io.upkeep.probe.ask;

import io.upkeep.probe.RedisReport;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Asks the cache of the variable {@code target} what it tells of itself: the body becomes a map. Camel's component is bound to one. */
final class InfoProducer extends DefaultProducer {

    private final ProbeEndpoint endpoint;

    InfoProducer(ProbeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        exchange.getMessage().setBody(RedisReport.read(endpoint.connection(exchange, RedisConnectionFactory.class)));
    }
}
