package io.upkeep.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.event.Outbox;
import io.upkeep.fault.FaultScale;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class OutboxToKafkaTest extends ChannelsFixture {

    private static final Duration DOWN = FaultScale.of(Duration.ofSeconds(1), Duration.ofMinutes(10));
    private static final Duration AGAIN = FaultScale.of(Duration.ofMillis(100), Duration.ofSeconds(10));

    @Autowired
    Outbox outbox;

    @Autowired
    JdbcClient jdbc;

    @Test
    @Tag("fault")
    void kafka_down_for_the_whole_run_loses_no_event_and_they_arrive_in_order_afterwards() {
        SANDBOX.breakPart("kafka", "refusing");
        long down = System.nanoTime();
        List<Run> finished = new ArrayList<>(
                IntStream.range(0, 5).mapToObj(n -> finish("greet")).toList());
        await().pollInSameThread().pollInterval(AGAIN).atMost(DOWN.plus(SOON)).until(() -> {
            finished.add(finish("greet"));
            return System.nanoTime() - down >= DOWN.toNanos();
        });
        assertThat(finished).allMatch(run -> run.state() == RunState.SUCCEEDED);
        assertThat(outbox.backlog()).as("the fault happened: events wait").isGreaterThan(30);

        SANDBOX.heal("kafka");
        await().atMost(SOON).until(() -> outbox.backlog() == 0);

        for (Run run : finished) {
            assertThat(sequences(run))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, sequences(run).size())
                                    .boxed()
                                    .toList());
            assertThat(types(run))
                    .startsWith("io.upkeep.run.requested.v1", "io.upkeep.run.started.v1")
                    .endsWith("io.upkeep.run.succeeded.v1");
        }
    }

    @Test
    void a_broker_that_hangs_in_the_middle_of_a_run_delays_events_and_reorders_none() {
        Run before = finish("greet");
        SANDBOX.breakPart("kafka", "hanging");
        Run during = finish("stumble");
        assertThat(outbox.backlog()).as("the fault happened: events wait").isPositive();

        SANDBOX.heal("kafka");
        await().atMost(SOON).until(() -> outbox.backlog() == 0);

        assertThat(sequences(before)).isSorted();
        assertThat(sequences(during).stream().distinct().toList())
                .containsExactlyElementsOf(LongStream.rangeClosed(
                                1, sequences(during).stream().distinct().count())
                        .boxed()
                        .toList());
        assertThat(sequences(during)).isSorted();
        assertThat(records(during)).noneMatch(record -> record.value().contains("top-secret-token"));
    }

    @Test
    void events_of_many_keys_that_gather_while_kafka_is_down_all_arrive_in_order() {
        SANDBOX.breakPart("kafka", "refusing");
        write("gathered", 50, 5_000);
        assertThat(outbox.backlog()).as("the fault happened: events wait").isGreaterThanOrEqualTo(5_000);

        SANDBOX.heal("kafka");
        await().atMost(SOON).until(() -> outbox.backlog() == 0);

        assertThat(firsts("gathered"))
                .hasSize(50)
                .allSatisfy((key, sequences) -> assertThat(sequences).containsExactlyElementsOf(upTo(100)));
    }

    /** A sender that dies after the broker's answer and before its mark leaves exactly this behind. */
    @Test
    void events_that_were_acknowledged_but_not_marked_are_repeated_and_keep_their_order() {
        jdbc.sql("CREATE FUNCTION no_mark() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no mark''; END'")
                .update();
        jdbc.sql("CREATE TRIGGER no_mark BEFORE UPDATE ON outbox EXECUTE FUNCTION no_mark()")
                .update();
        write("unmarked", 10, 300);
        await().atMost(SOON).until(() -> all("unmarked").size() >= 300);
        assertThat(outbox.backlog()).as("the fault happened: sent, not marked").isGreaterThanOrEqualTo(300);

        jdbc.sql("DROP FUNCTION no_mark CASCADE").update();
        await().atMost(SOON).until(() -> outbox.backlog() == 0);

        assertThat(all("unmarked")).as("repeated").hasSizeGreaterThan(300);
        assertThat(firsts("unmarked"))
                .hasSize(10)
                .allSatisfy((key, sequences) -> assertThat(sequences).containsExactlyElementsOf(upTo(30)));
    }

    @Test
    void an_event_larger_than_a_broker_takes_is_told_without_its_data_and_stops_nothing() {
        jdbc.sql("""
                        INSERT INTO outbox (event_id, type, subject, key, sequence, time, data)
                        VALUES (gen_random_uuid(), 't', 'large', 'large', 1, now(),
                            jsonb_build_object('log', repeat('x', 2000000)))
                        """).update();
        write("behind", 1, 3);
        await().atMost(SOON).until(() -> all("behind").size() == 3);

        assertThat(all("large"))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).contains("omitted"));
    }

    private void write(String name, int keys, int events) {
        jdbc.sql("""
                        INSERT INTO outbox (event_id, type, subject, key, sequence, time, data)
                        SELECT gen_random_uuid(), 't', :name || i % :keys, :name || i % :keys, 1 + i / :keys, now(),
                            jsonb_build_object('number', i)
                        FROM generate_series(0, :events - 1) AS i
                        """)
                .param("name", name)
                .param("keys", keys)
                .param("events", events)
                .update();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<ConsumerRecord<String, String>> all(String name) {
        return SANDBOX.kafka().records("maintenance.events").stream()
                .filter(record -> record.key().startsWith(name))
                .toList();
    }

    /** The sequences of each key in the order in which they first arrived. */
    private static Map<String, Set<Long>> firsts(String name) {
        Map<String, Set<Long>> firsts = new TreeMap<>();
        all(name)
                .forEach(record -> firsts.computeIfAbsent(record.key(), key -> new LinkedHashSet<>())
                        .add(Long.valueOf(header(record, "ce_sequence"))));
        return firsts;
    }

    private List<Long> sequences(Run run) {
        return records(run).stream()
                .map(record -> Long.valueOf(header(record, "ce_sequence")))
                .toList();
    }

    private List<String> types(Run run) {
        return records(run).stream().map(record -> header(record, "ce_type")).toList();
    }

    private static List<ConsumerRecord<String, String>> records(Run run) {
        return SANDBOX.kafka().records("maintenance.events").stream()
                .filter(record -> record.key().equals(run.id().toString()))
                .toList();
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
