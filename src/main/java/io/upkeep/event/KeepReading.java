package io.upkeep.event;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.kafka.PollExceptionStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What readers of Kafka do when they cannot read: they try again until they can. Camel's own ways end a reader for good at a
 * refused login or certificate, and nobody would read when that is mended; or they send the failure down the route as a message.
 */
@Component("keepReading")
class KeepReading implements PollExceptionStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(KeepReading.class);
    private static final long PAUSE_SECONDS = 2;

    private static final long AGAIN_SECONDS = 600;

    private final Map<String, Long> told = new ConcurrentHashMap<>();

    @Override
    public boolean canContinue() {
        return true;
    }

    /** Tells each thing that is the matter once in ten minutes. */
    @Override
    public void handle(long lastOffset, Exception failure) {
        String words = String.valueOf(BrokerTrust.explained(failure).getMessage());
        long now = System.nanoTime();
        told.values().removeIf(at -> now - at > TimeUnit.SECONDS.toNanos(AGAIN_SECONDS));
        if (told.putIfAbsent(words, now) == null) {
            LOG.warn("Kafka cannot be read, tried again every {} s: {}", PAUSE_SECONDS, words);
        }
        try {
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
