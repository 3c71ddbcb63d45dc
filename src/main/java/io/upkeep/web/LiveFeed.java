package io.upkeep.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upkeep.pipeline.PausedNodes;
import io.upkeep.run.RunChanged;
import io.upkeep.window.WindowChanged;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Tells readers of the live streams what changed: the whole run each time, at most ten times a second, read once for
 * all readers. A heartbeat every 15 s keeps connections open and finds the dead ones.
 */
@Component
@SuppressWarnings("FutureReturnValueIgnored") // each task logs its own failure, see logged()
class LiveFeed {

    static final int MOST_CLIENTS = 64;
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final int MOST_REMEMBERED = 200;
    private static final long COALESCE_MILLIS = 100;
    private static final long HEARTBEAT_SECONDS = 15;

    private final RunViews runs;
    private final ObjectMapper json;
    private final Clock clock;
    private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
    private final Set<UUID> changed = ConcurrentHashMap.newKeySet();
    private final Map<UUID, String> lastTold = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });
    private final AtomicBoolean flushAwaited = new AtomicBoolean();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("live-timer-"));
    /** Writing can block on a reader; each reader has at most one task, so the threads suffice. */
    private final ThreadPoolExecutor writers = new ThreadPoolExecutor(
            0,
            MOST_CLIENTS * 2,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new CustomizableThreadFactory("live-"));

    LiveFeed(RunViews runs, ObjectMapper json, Clock clock) {
        this.runs = runs;
        this.json = json;
        this.clock = clock;
        timer.scheduleWithFixedDelay(
                logged(() -> tell(LiveMessage.HEARTBEAT)), HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    /** Opens a stream; it starts with a comment, and with the run when it is about one. */
    SseLine open(RunView onlyRun) {
        if (clients.size() >= MOST_CLIENTS) {
            throw new TooManyStreams(MOST_CLIENTS);
        }
        SseLine line = new SseLine();
        LiveClient client = new LiveClient(onlyRun == null ? null : onlyRun.id(), line, clock);
        clients.add(client);
        Runnable gone = () -> {
            client.close();
            clients.remove(client);
        };
        line.emitter().onCompletion(gone);
        line.emitter().onTimeout(gone);
        line.emitter().onError(failure -> gone.run());
        tell(client, LiveMessage.HEARTBEAT);
        if (onlyRun != null) {
            // read again behind the subscription: a change between the two would be missed otherwise
            changed.add(onlyRun.id());
            flushSoon();
        }
        return line;
    }

    int clients() {
        return clients.size();
    }

    /** The runs that have a stream of their own. */
    Set<UUID> followed() {
        return clients.stream().flatMap(client -> client.onlyRun().stream()).collect(Collectors.toUnmodifiableSet());
    }

    @EventListener
    void on(RunChanged change) {
        if (!clients.isEmpty()) {
            changed.add(change.run());
            flushSoon();
        }
    }

    /** Runs that another node works on, or whose reason may be another; each is told again only when it differs from what was told last. */
    void changedElsewhere(Collection<UUID> there) {
        PausedNodes.Look nodes = runs.look();
        there.forEach(run -> runs.find(run, nodes).ifPresent(view -> {
            String now = write(view);
            if (!now.equals(lastTold.put(run, now))) {
                tell(new LiveMessage("run", run.toString(), now));
            }
        }));
    }

    /** Windows and freezes are few: readers ask for all of them again. */
    @EventListener
    void on(WindowChanged change) {
        tell(new LiveMessage("windows", "", "{}"));
    }

    /** A message for everybody who wants it. */
    void tell(LiveMessage message) {
        clients.removeIf(LiveClient::isClosed);
        clients.stream().filter(client -> client.wants(message)).forEach(client -> tell(client, message));
    }

    private void tell(LiveClient client, LiveMessage message) {
        if (client.offer(message)) {
            writers.execute(client::write);
        }
    }

    private void flushSoon() {
        if (flushAwaited.compareAndSet(false, true)) {
            timer.schedule(logged(this::flush), COALESCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void flush() {
        flushAwaited.set(false);
        PausedNodes.Look nodes = runs.look();
        for (UUID id : List.copyOf(changed)) {
            changed.remove(id);
            runs.find(id, nodes).ifPresent(run -> {
                String now = write(run);
                lastTold.put(id, now);
                tell(new LiveMessage("run", id.toString(), now));
            });
        }
    }

    /** Readers that missed something see it with the next change; the timer must not stop for it. */
    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.warn("Live streams miss an update", e);
            }
        };
    }

    String write(Object view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view cannot be written as JSON", e);
        }
    }

    /** Streams never end by themselves: without this a graceful stop would wait for them. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        timer.shutdownNow();
        clients.forEach(LiveClient::close);
        clients.clear();
        writers.shutdownNow();
    }
}
