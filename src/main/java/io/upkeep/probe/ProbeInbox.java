package io.upkeep.probe;

import io.upkeep.probe.condition.Answer;
import io.upkeep.probe.condition.Fact;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes the answers of declared probes, judges them, and records many in one transaction each second. While the database does
 * not answer they wait; of those that would be too many the oldest are lost, and what was asked shows as not checked.
 */
@Component
public class ProbeInbox {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeInbox.class);
    private static final int MOST = 10_000;
    private static final int BATCH = 1_000;

    private final Queue<Reading> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final StateRecorder recorder;
    private final ProbeHistory history;
    private final ProbeProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ProbeInbox(
            StateRecorder recorder,
            ProbeHistory history,
            ProbeProperties properties,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.recorder = recorder;
        this.history = history;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Takes an answer; it is judged now and recorded soon. */
    public void take(DeclaredProbe probe, Answer answer) {
        Object millis = answer.fact(Fact.RESPONSE_TIME);
        Reading reading = new Reading(
                probe.target(),
                probe.kind().origin(),
                new ProbeResult(
                        probe.name(),
                        probe.judge(answer),
                        millis instanceof Number took ? took.doubleValue() : null,
                        millis == null ? "" : "ms"),
                clock.instant(),
                probe.thresholds(),
                properties.staleAfter(probe),
                millis instanceof Number took ? took.longValue() : null);
        waiting.add(reading);
        if (size.incrementAndGet() > MOST && waiting.poll() != null) {
            size.decrementAndGet();
        }
    }

    /** Records what waits. */
    @Scheduled(fixedDelayString = "${upkeep.probe.record-every:1s}")
    void record() {
        List<Reading> batch = new ArrayList<>();
        for (Reading reading : waiting) {
            if (batch.size() < BATCH) {
                batch.add(reading);
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> {
                history.lock();
                recorder.record(batch, null);
            });
            batch.forEach(done -> size.addAndGet(waiting.remove(done) ? -1 : 0));
        } catch (RuntimeException failure) {
            LOG.warn("The answers of {} probes are not recorded yet; they are tried again", batch.size(), failure);
        }
    }
}
