package io.upkeep.probe.ask;

import io.upkeep.probe.RootCause;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/**
 * Asks the variable {@code brokers} how far the consumer group of the variable {@code group} is behind on the topics that match
 * {@code topics}: the body becomes what {@link ConsumerGroupLag#read()} says. No message is read and no group joined; it takes
 * the right to describe the group and its topics. The file that {@code clientProperties} names says how to log in, as that of
 * Kafka's own tools does.
 */
final class LagProducer extends DefaultProducer {

    private final ProbeEndpoint endpoint;

    LagProducer(ProbeEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws IOException, InterruptedException {
        String brokers = exchange.getVariable("brokers", String.class);
        Deadline deadline = new Deadline(Duration.ofMillis(endpoint.getTimeout()));
        Admin admin = null;
        try {
            admin = Admin.create(settings(brokers, exchange.getVariable("clientProperties", String.class)));
            exchange.getMessage()
                    .setBody(new ConsumerGroupLag(
                                    admin,
                                    exchange.getVariable("group", String.class),
                                    exchange.getVariable("topics", String.class),
                                    endpoint.component().clock(),
                                    deadline)
                            .read());
        } catch (TimeoutException | org.apache.kafka.common.errors.TimeoutException late) {
            throw silent(brokers);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
                    ? silent(brokers)
                    : refused(brokers, failure);
        } catch (KafkaException failure) {
            throw refused(brokers, failure);
        } finally {
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
        }
    }

    private IOException silent(String brokers) {
        return new IOException(
                "the Kafka brokers %s did not answer within %d ms".formatted(brokers, endpoint.getTimeout()));
    }

    private static IOException refused(String brokers, Exception failure) {
        String reason = RootCause.sentence(failure);
        String next = failure.getCause() instanceof SslAuthenticationException ? advice(reason) : "";
        return new IOException("the Kafka brokers %s: %s%s".formatted(brokers, reason, next));
    }

    /** An alert that was received is the brokers' word: they have ended it. */
    private static String advice(String reason) {
        return reason.contains("Received fatal alert")
                ? "; where they want a certificate of their clients, name a key whose certificate their authority signed in the file of"
                        + " client-properties, ssl.keystore.location=/etc/upkeep/kafka-key.p12, ssl.keystore.type=PKCS12,"
                        + " ssl.keystore.password and ssl.key.password"
                : "; their certificate is not accepted: name the certificate of their authority in the file of client-properties,"
                        + " ssl.truststore.location=/etc/upkeep/kafka-authority.pem and ssl.truststore.type=PEM";
    }

    private Properties settings(String brokers, String file) throws IOException {
        Properties settings = new Properties();
        if (!file.isEmpty()) {
            try (Reader reader = Files.newBufferedReader(Path.of(file))) {
                settings.load(reader);
            }
        }
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, endpoint.getTimeout());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, endpoint.getTimeout());
        return settings;
    }
}
