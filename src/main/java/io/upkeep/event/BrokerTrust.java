package io.upkeep.event;

import io.upkeep.text.Causes;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Says what to do where the brokers' certificate is not accepted: Kafka's own words are that a handshake failed. */
final class BrokerTrust {

    private BrokerTrust() {}

    /** The failure with the reason and the next step, if it is about a certificate; otherwise as it is. */
    static Exception explained(Exception failure) {
        if (!(failure instanceof SslAuthenticationException)) {
            return failure;
        }
        return new SslAuthenticationException(
                "the certificate of the Kafka brokers was not accepted: %s; put the certificate of their authority into a file and name it in camel.component.kafka.ssl-truststore-location=/etc/upkeep/kafka-authority.pem with ssl-truststore-type=PEM"
                        .formatted(Causes.root(failure).orElseThrow().getMessage()),
                failure);
    }
}
