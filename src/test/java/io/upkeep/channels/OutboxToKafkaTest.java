package io.upkeep.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.upkeep.event.Outbox;
import io.upkeep.run.Run;
import io.upkeep.run.RunState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class OutboxToKafkaTest extends ChannelsFixture {

    @Autowired
    Outbox outbox;

    @Test
    void kafka_down_for_the_whole_run_loses_no_event_and_they_arrive_in_order_afterwards() {
        SANDBOX.breakPart("kafka", "refusing");
        List<Run> finished =
                IntStream.range(0, 5).mapToObj(n -> finish("greet")).toList();
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
