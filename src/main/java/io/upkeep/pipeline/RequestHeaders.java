package io.upkeep.pipeline;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.stereotype.Component;

/**
 * Which headers pass between Kafka and the request route: of a request only the CloudEvent's id comes in, so that no
 * message can steer a component; only our own headers go out with a dead letter.
 */
@Component("requestHeaders")
class RequestHeaders implements HeaderFilterStrategy {

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !"ce_id".equals(name);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !name.startsWith("upkeep-");
    }
}
