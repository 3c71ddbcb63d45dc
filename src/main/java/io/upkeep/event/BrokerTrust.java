package io.upkeep.event;

import org.apache.kafka.common.errors.SslAuthenticationException;

/** Says what to do where the brokers' certificate is not accepted: Kafka's own words are that a handshake failed. */
final class BrokerTrust {

    private static final int DEEPEST = 20;

    private BrokerTrust() {}

    /** The failure with the reason and the next step, if it is about a certificate; otherwise as it is. */
    static Exception explained(Exception failure) {
        if (!(failure instanceof SslAuthenticationException)) {
            return failure;
        }
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return new SslAuthenticationException(
                "the certificate of the Kafka brokers was not accepted: %s; put the certificate of their authority into a file and name it in camel.component.kafka.ssl-truststore-location=/etc/upkeep/kafka-authority.pem with ssl-truststore-type=PEM"
                        .formatted(root.getMessage()),
                failure);
    }
}
