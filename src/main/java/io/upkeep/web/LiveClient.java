package io.upkeep.web;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One reader of a live stream. Of each thing only the newest state waits, so a reader that is a little slow skips
 * states; one that is very slow is given up.
 */
final class LiveClient {

    static final int MOST_WAITING = 500;
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(10);

    /** Where messages go: a connection. */
    interface Line {

        void send(LiveMessage message) throws IOException;

        void close();
    }

    private final UUID onlyRun;
    private final Line line;
    private final Clock clock;
    private final Map<String, LiveMessage> waiting = new LinkedHashMap<>();
    private Instant writingSince;
    private boolean closed;

    /** @param onlyRun the one run it is about; null for everything */
    LiveClient(UUID onlyRun, Line line, Clock clock) {
        this.onlyRun = onlyRun;
        this.line = line;
        this.clock = clock;
    }

    Optional<UUID> onlyRun() {
        return Optional.ofNullable(onlyRun);
    }

    boolean wants(LiveMessage message) {
        return onlyRun == null || message.isHeartbeat() || onlyRun.toString().equals(message.about());
    }

    /** Puts a message in the queue; true when the caller has to see to it that {@link #write} is called. */
    synchronized boolean offer(LiveMessage message) {
        if (closed) {
            return false;
        }
        waiting.put(message.event() + ' ' + message.about(), message);
        if (waiting.size() > MOST_WAITING || isStuck()) {
            close();
            return false;
        }
        if (writingSince != null) {
            return false;
        }
        writingSince = clock.instant();
        return true;
    }

    /** Writes what waits, until nothing does. One thread at a time is in here. */
    void write() {
        for (List<LiveMessage> batch = take(); !batch.isEmpty(); batch = take()) {
            try {
                for (LiveMessage message : batch) {
                    line.send(message);
                }
            } catch (IOException | IllegalStateException e) {
                // the reader went away: the usual end of a stream
                close();
            }
        }
    }

    private synchronized List<LiveMessage> take() {
        List<LiveMessage> batch = closed ? List.of() : new ArrayList<>(waiting.values());
        waiting.clear();
        writingSince = batch.isEmpty() ? null : clock.instant();
        return batch;
    }

    private boolean isStuck() {
        return writingSince != null && writingSince.plus(LONGEST_WRITE).isBefore(clock.instant());
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the stream; nothing is sent after. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
        }
        try {
            line.close();
        } catch (IllegalStateException e) {
            // the server has ended it in the same moment, and whoever tells the others goes on
        }
    }
}
