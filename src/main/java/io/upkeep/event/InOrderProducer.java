package io.upkeep.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer whose records never have a hole: when one of them fails, none that was sent after it is delivered. An
 * idempotent producer alone gives up one batch and goes on with the next, so that a later event overtakes an earlier one.
 *
 * <p>The first failure closes the producer at once, from its own thread, which drops everything it still holds; what is
 * on its way behind the failed batch the broker refuses, because a sequence number is missing. Then one further send is
 * refused, so that the round the failure belongs to cannot go on with a new producer.
 */
final class InOrderProducer<K, V> implements Producer<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(InOrderProducer.class);

    private final Supplier<Producer<K, V>> opening;
    private final AtomicReference<State<K, V>> state = new AtomicReference<>(new Idle<>());

    InOrderProducer(Supplier<Producer<K, V>> opening) {
        this.opening = opening;
    }

    private sealed interface State<K, V> {}

    private record Idle<K, V>() implements State<K, V> {}

    private record Open<K, V>(Producer<K, V> producer) implements State<K, V> {}

    private record Refusing<K, V>(Exception why) implements State<K, V> {}

    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> message) {
        return send(message, null);
    }

    /**
     * Sends, behind everything that was sent before.
     *
     * @throws KafkaException when an earlier record failed; the round must end and start again at what is not marked
     */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<K, V> message, Callback callback) {
        Open<K, V> open = open();
        AtomicReference<Exception> refusal = new AtomicReference<>();
        Future<RecordMetadata> answer = open.producer().send(message, (metadata, failure) -> {
            Exception why = failure == null ? null : BrokerTrust.explained(failure);
            if (failure != null) {
                stop(open, why);
                refusal.set(why);
            }
            if (callback != null) {
                callback.onCompletion(metadata, why);
            }
        });
        // what fails before it leaves has failed by now: the caller is told in the same words as the callback
        return refusal.get() instanceof SslAuthenticationException why ? CompletableFuture.failedFuture(why) : answer;
    }

    private Open<K, V> open() {
        State<K, V> now = state.get();
        if (now instanceof Open<K, V> open) {
            return open;
        }
        if (now instanceof Refusing<K, V> refusing) {
            state.set(new Idle<>());
            throw new KafkaException(
                    "an earlier event was not taken; sending starts again at it: "
                            + refusing.why().getMessage(),
                    refusing.why());
        }
        Open<K, V> fresh = new Open<>(opening.get());
        state.set(fresh);
        return fresh;
    }

    private void stop(Open<K, V> open, Exception failure) {
        if (state.compareAndSet(open, new Refusing<>(failure))) {
            LOG.debug("Closing the producer so that nothing overtakes the event that failed", failure);
            open.producer().close(Duration.ZERO);
        }
    }

    @Override
    public void flush() {
        if (state.get() instanceof Open<K, V> open) {
            open.producer().flush();
        }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        return open().producer().partitionsFor(topic);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return state.get() instanceof Open<K, V> open ? open.producer().metrics() : Map.of();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return open().producer().clientInstanceId(timeout);
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }

    @Override
    public void close(Duration timeout) {
        if (state.getAndSet(new Idle<>()) instanceof Open<K, V> open) {
            open.producer().close(timeout);
        }
    }

    @Override
    public void initTransactions() {
        throw noTransactions();
    }

    @Override
    public void beginTransaction() {
        throw noTransactions();
    }

    @Override
    @Deprecated
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, String group) {
        throw noTransactions();
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        throw noTransactions();
    }

    @Override
    public void commitTransaction() {
        throw noTransactions();
    }

    @Override
    public void abortTransaction() {
        throw noTransactions();
    }

    private static UnsupportedOperationException noTransactions() {
        return new UnsupportedOperationException(
                "the client factory inOrderKafka has no transactions; remove transacted and transactionalId");
    }
}
