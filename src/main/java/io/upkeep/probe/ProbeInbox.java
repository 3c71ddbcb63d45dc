package io.upkeep.probe;

import io.upkeep.probe.condition.Answer;
import io.upkeep.probe.condition.Fact;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

    private final Deque<Reading> waiting = new ArrayDeque<>();
    private final StateRecorder recorder;
    private final ProbeHistory history;
    private final ProbeProperties properties;
    private final TransactionTemplate transaction;
    private final Clock clock;
    /** How many at the head are being recorded. */
    private int underway;

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
        Number took = answer.number(Fact.RESPONSE_TIME);
        Number value = answer.number(probe.kind().figure());
        add(new Reading(
                probe.target(),
                probe.kind().origin(),
                new ProbeResult(
                        probe.name(),
                        probe.judge(answer),
                        value == null ? null : value.doubleValue(),
                        value == null ? "" : probe.kind().unit()),
                clock.instant(),
                probe.thresholds(),
                properties.staleAfter(probe),
                took == null ? null : took.longValue()));
    }

    private synchronized void add(Reading reading) {
        waiting.addLast(reading);
        if (waiting.size() > MOST) {
            waiting.removeFirst();
            underway = Math.max(0, underway - 1);
        }
    }

    private synchronized List<Reading> head() {
        List<Reading> batch = waiting.stream().limit(BATCH).toList();
        underway = batch.size();
        return batch;
    }

    private synchronized void removeHead() {
        for (; underway > 0; underway--) {
            waiting.removeFirst();
        }
    }

    /** Records what waits. */
    @Scheduled(fixedDelayString = "${upkeep.probe.record-every:1s}")
    void record() {
        List<Reading> batch = head();
        try {
            while (!batch.isEmpty()) {
                List<Reading> now = batch;
                transaction.executeWithoutResult(status -> {
                    history.lock();
                    recorder.record(now, null);
                });
                removeHead();
                batch = batch.size() < BATCH ? List.of() : head();
            }
        } catch (RuntimeException failure) {
            LOG.warn(
                    "The answers of {} probes are not recorded yet, they are tried again: {}",
                    batch.size(),
                    RootCause.sentence(failure));
            LOG.debug("Why they are not recorded", failure);
        }
    }
}
