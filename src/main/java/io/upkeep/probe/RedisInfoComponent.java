package io.upkeep.probe;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.redis.Command;
import org.apache.camel.component.redis.RedisComponent;
import org.apache.camel.component.redis.RedisConfiguration;
import org.apache.camel.component.redis.RedisEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Camel's Redis component, whose command INFO is declared and does nothing, with that command: the body is a map, to which
 * {@value CacheVerdicts#SAVES} is added.
 */
@Component("spring-redis")
@org.apache.camel.spi.annotations.Component("spring-redis") // by this Camel finds the setters of the endpoint's options
class RedisInfoComponent extends RedisComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        String[] address = remaining.split(":", -1);
        RedisConfiguration configuration = new RedisConfiguration();
        configuration.setHost(address[0]);
        if (address.length > 1) {
            configuration.setPort(Integer.valueOf(address[1]));
        }
        RedisEndpoint endpoint = new RedisInfoEndpoint(uri, this, configuration);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static final class RedisInfoEndpoint extends RedisEndpoint {

        RedisInfoEndpoint(String uri, RedisComponent component, RedisConfiguration configuration) {
            super(uri, component, configuration);
        }

        @Override
        public Producer createProducer() throws Exception {
            return getConfiguration().getCommand() == Command.INFO ? new InfoProducer(this) : super.createProducer();
        }
    }

    private static final class InfoProducer extends DefaultProducer {

        private final RedisConnectionFactory connections;

        InfoProducer(RedisInfoEndpoint endpoint) {
            super(endpoint);
            this.connections = endpoint.getConfiguration().getConnectionFactory();
        }

        @Override
        public void process(Exchange exchange) {
            exchange.getMessage().setBody(RedisReport.read(connections));
        }
    }
}
