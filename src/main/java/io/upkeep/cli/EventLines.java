package io.upkeep.cli;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The lines of one event stream, handed from the network to the one who follows. One line is fetched for each line
 * taken, so a fast server cannot fill the memory.
 */
final class EventLines implements Flow.Subscriber<String> {

    /** Stands for the end of the stream: no line of a stream holds a line feed. */
    private static final String END = "\n";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile Flow.Subscription subscription;

    /** Takes the body when the server agreed to stream, nothing otherwise. */
    BodySubscriber<Void> accept(int status) {
        return status == 200 ? BodySubscribers.fromLineSubscriber(this) : BodySubscribers.replacing(null);
    }

    /** The next line; empty when none came in time. */
    Optional<String> next(Duration patience) throws InterruptedException {
        String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (line != null && subscription != null && !END.equals(line)) {
            subscription.request(1);
        }
        return Optional.ofNullable(line);
    }

    static boolean isEnd(String line) {
        return END.equals(line);
    }

    /** Ends the stream from this side. */
    void close() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        subscription = opened;
        opened.request(16);
    }

    @Override
    public void onNext(String line) {
        lines.add(line);
    }

    @Override
    public void onError(Throwable failure) {
        lines.add(END);
    }

    @Override
    public void onComplete() {
        lines.add(END);
    }
}
