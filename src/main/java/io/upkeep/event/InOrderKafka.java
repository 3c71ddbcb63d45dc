package io.upkeep.event;

import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.stereotype.Component;

/**
 * For routes: {@code kafkaClientFactory: "#bean:inOrderKafka"} makes a {@code kafka:} endpoint send in order without
 * holes, also when a record fails.
 */
@Component("inOrderKafka")
class InOrderKafka extends DefaultKafkaClientFactory {

    @Override
    public Producer<Object, Object> getProducer(Properties settings) {
        return new InOrderProducer<>(() -> new KafkaProducer<>(settings));
    }
}
