package io.upkeep.event;

import io.upkeep.text.Causes;
import org.apache.kafka.common.errors.SslAuthenticationException;

/**
 * Says what to do where the brokers' certificate, or ours, is not accepted: Kafka's own words are that a handshake failed. An
 * alert that was received is the brokers' word: they have ended it.
 */
final class BrokerTrust {

    private static final String ALERT = "Received fatal alert";
    private static final String REFUSED =
            "the Kafka brokers ended the TLS handshake: %s; where they want a certificate of their clients, name a key whose certificate their"
                    + " authority signed in camel.component.kafka.ssl-keystore-location=/etc/upkeep/kafka-key.p12 with ssl-keystore-type=PKCS12,"
                    + " ssl-keystore-password and ssl-key-password";
    private static final String NOT_ACCEPTED =
            "the certificate of the Kafka brokers was not accepted: %s; put the certificate of their authority into a file and name it in"
                    + " camel.component.kafka.ssl-truststore-location=/etc/upkeep/kafka-authority.pem with ssl-truststore-type=PEM";

    private BrokerTrust() {}

    /** The failure with the reason and the next step, if it is about a certificate; otherwise as it is. */
    static Exception explained(Exception failure) {
        if (!(failure instanceof SslAuthenticationException)) {
            return failure;
        }
        String reason = String.valueOf(Causes.root(failure).orElseThrow().getMessage());
        return new SslAuthenticationException(
                (reason.contains(ALERT) ? REFUSED : NOT_ACCEPTED).formatted(reason), failure);
    }
}
