package io.upkeep.probe.ask;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node can reach anything: where none of the agreed addresses answers, a target that does not answer says nothing about
 * the target. Asked only after a target did not answer, and at most every few seconds.
 */
final class Online {

    private static final Logger LOG = LoggerFactory.getLogger(Online.class);
    private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int TIMEOUT_MILLIS = 2000;

    private final List<String> addresses;
    private long askedAt;
    private boolean isOnline = true;

    /** @param addresses host:port each; none: always online */
    Online(List<String> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    synchronized boolean isNow() {
        if (addresses.isEmpty()) {
            return true;
        }
        long now = System.nanoTime();
        if (askedAt == 0 || now - askedAt > VALID_NANOS) {
            boolean answers = addresses.stream().anyMatch(Online::answers);
            if (answers != isOnline) {
                LOG.warn(
                        "This node {} (upkeep.probe.online-when: {})",
                        answers ? "is online again" : "is offline; declared probes tell nothing",
                        addresses);
            }
            isOnline = answers;
            askedAt = System.nanoTime();
        }
        return isOnline;
    }

    private static boolean answers(String address) {
        try {
            ConnectProducer.connect(address, TIMEOUT_MILLIS);
            return true;
        } catch (IOException silent) {
            return false;
        }
    }
}
