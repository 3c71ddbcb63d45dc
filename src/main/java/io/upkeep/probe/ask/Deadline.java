package io.upkeep.probe.ask;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** By when several answers must have come, all in all. */
final class Deadline {

    private final long atNanos;

    Deadline(Duration fromNow) {
        atNanos = System.nanoTime() + fromNow.toNanos();
    }

    <T> T await(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(Math.max(0, atNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
