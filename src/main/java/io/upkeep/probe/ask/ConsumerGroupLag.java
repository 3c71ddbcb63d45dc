package io.upkeep.probe.ask;

import static java.util.stream.Collectors.toMap;

import io.upkeep.probe.condition.Wildcard;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ConsumerGroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * How far a consumer group is behind: on the partitions of all topics that it read or is about to read. Of a partition for which
 * it committed nothing yet it has read nothing.
 */
final class ConsumerGroupLag {

    /** How much longer than it is a message's age may seem, in milliseconds. */
    private static final long PRECISION = 100;

    /** Messages that wait longer wait for longer than anything that is asked for. */
    private static final long OLDEST = 400L * 24 * 60 * 60 * 1000;

    private final Admin admin;
    private final String group;
    private final String topics;
    private final Clock clock;
    private final Deadline deadline;

    ConsumerGroupLag(Admin admin, String group, String topics, Clock clock, Deadline deadline) {
        this.admin = admin;
        this.group = group;
        this.topics = topics;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * Messages not read ({@code lag}), of the worst partition ({@code largest}), how long ago the oldest of them was written
     * ({@code age} in ms, right within 2 %; missing where it is no longer kept), {@code members}, {@code state}.
     *
     * @throws IOException when there is no such group, or it reads no such topic
     */
    Map<String, Object> read() throws IOException, ExecutionException, InterruptedException, TimeoutException {
        ConsumerGroupDescription known = description();
        Map<TopicPartition, Long> unread = next(known);
        Map<TopicPartition, Long> ends = offsets(unread.keySet(), OffsetSpec.latest());
        unread.entrySet().removeIf(next -> next.getValue() >= ends.get(next.getKey()));
        List<Long> behind = unread.entrySet().stream()
                .map(next -> ends.get(next.getKey()) - next.getValue())
                .toList();
        Map<String, Object> lag = new HashMap<>();
        lag.put("lag", behind.stream().mapToLong(Long::longValue).sum());
        lag.put("largest", behind.stream().mapToLong(Long::longValue).max().orElse(0));
        lag.put("age", age(unread));
        lag.put("members", known.members().size());
        lag.put("state", known.state().name());
        return lag;
    }

    private ConsumerGroupDescription description()
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        try {
            ConsumerGroupDescription known = deadline.await(
                            admin.describeConsumerGroups(List.of(group)).all())
                    .get(group);
            if (known.state() != ConsumerGroupState.DEAD) {
                return known;
            }
        } catch (ExecutionException failure) {
            // how newer brokers say so
            if (!(failure.getCause() instanceof GroupIdNotFoundException)) {
                throw failure;
            }
        }
        throw new IOException("Kafka knows no consumer group '%s'".formatted(group));
    }

    /** The next message that the group will read of each partition. */
    private Map<TopicPartition, Long> next(ConsumerGroupDescription known)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                deadline.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> next = new HashMap<>();
        List<TopicPartition> untouched = new java.util.ArrayList<>();
        for (TopicPartition partition : partitions(known, committed.keySet())) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) {
                untouched.add(partition);
            } else {
                next.put(partition, offset.offset());
            }
        }
        next.putAll(offsets(untouched, OffsetSpec.earliest()));
        return next;
    }

    private List<TopicPartition> partitions(ConsumerGroupDescription known, Set<TopicPartition> committed)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        Set<String> read = Stream.concat(
                        committed.stream(),
                        known.members().stream().flatMap(member -> member.assignment().topicPartitions().stream()))
                .map(TopicPartition::topic)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> wanted =
                read.stream().filter(topic -> Wildcard.matches(topics, topic)).toList();
        if (wanted.isEmpty()) {
            throw new IOException("consumer group '%s' reads no topic '%s'; it reads %s"
                    .formatted(group, topics, read.isEmpty() ? "none" : String.join(", ", read)));
        }
        Collection<TopicDescription> described =
                deadline.await(admin.describeTopics(wanted).allTopicNames()).values();
        return described.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    /** How long ago the oldest unread message was written: the brokers tell which message was the first since an instant. */
    private Long age(Map<TopicPartition, Long> unread)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (unread.isEmpty()) {
            return 0L;
        }
        long now = clock.millis();
        long atLeast = 0;
        long atMost = 1000;
        while (isOlder(unread, now - atMost)) {
            atLeast = atMost;
            atMost *= 2;
            if (atMost > OLDEST) {
                return null;
            }
        }
        while (atMost - atLeast > Math.max(PRECISION, atMost / 50)) {
            long middle = (atLeast + atMost) / 2;
            if (isOlder(unread, now - middle)) {
                atLeast = middle;
            } else {
                atMost = middle;
            }
        }
        return atMost;
    }

    private boolean isOlder(Map<TopicPartition, Long> unread, long than)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> first = offsets(unread.keySet(), OffsetSpec.forTimestamp(than));
        // none since then: all messages are older
        return first.entrySet().stream()
                .anyMatch(since -> since.getValue() < 0 || since.getValue() > unread.get(since.getKey()));
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(toMap(partition -> partition, partition -> which));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                deadline.await(admin.listOffsets(wanted).all());
        return found.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, offset -> offset.getValue().offset()));
    }
}
