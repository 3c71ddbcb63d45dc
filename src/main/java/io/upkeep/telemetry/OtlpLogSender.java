package io.upkeep.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends log lines many at a time, from a thread of its own. Whoever logs never waits: what the receiver does not take in time is lost,
 * and the next request that arrives says how much that was. Nothing here is logged, as that would be sent, too.
 */
final class OtlpLogSender extends AppenderBase<ILoggingEvent> {

    private static final int MOST_WAITING = 4096;
    private static final int BATCH = 512;
    private static final int ATTEMPTS = 3;
    private static final Duration GATHER = Duration.ofSeconds(1);
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final OtlpLogProperties properties;
    private final String node;
    private final HttpClient client;
    private final Thread sender;

    OtlpLogSender(OtlpLogProperties properties, String node) {
        this.properties = properties;
        this.node = node;
        this.client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
        this.sender = new Thread(this::send, "otlp-logs");
        sender.setDaemon(true);
    }

    @Override
    public void start() {
        super.start();
        sender.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (Thread.currentThread().equals(sender)) {
            return;
        }
        event.prepareForDeferredProcessing();
        if (!waiting.offer(event)) {
            lost.incrementAndGet();
        }
    }

    /** What waits is sent once more, and then no more. */
    @Override
    public void stop() {
        super.stop();
        sender.interrupt();
        try {
            sender.join(properties.timeout().toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        List<ILoggingEvent> batch = new ArrayList<>();
        try {
            while (isStarted()) {
                ILoggingEvent first = waiting.poll(GATHER.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, BATCH - 1);
                    deliver(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException stopping) {
            // the batch in hand may not have arrived: it is sent with the rest
        }
        waiting.drainTo(batch, BATCH);
        if (!batch.isEmpty() && !lastWords(batch)) {
            lastWords(batch); // who stops interrupts once, and that may have come just then
        }
    }

    /** Whether they were sent without an interruption. */
    private boolean lastWords(List<ILoggingEvent> batch) {
        try {
            post(batch, lost.get());
            return true;
        } catch (InterruptedException stopping) {
            return false;
        }
    }

    private void deliver(List<ILoggingEvent> batch) throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            long unsent = lost.get();
            if (post(batch, unsent)) {
                lost.addAndGet(-unsent);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(GATHER.toMillis() * attempt);
        }
        lost.addAndGet(batch.size());
    }

    private boolean post(List<ILoggingEvent> batch, long unsent) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(properties.address())
                .timeout(properties.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(OtlpLogBatch.of(node, batch, unsent)));
        properties.headers().forEach(request::setHeader);
        try {
            int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
            return status / 100 == 2;
        } catch (IOException unreachable) {
            return false;
        }
    }
}
