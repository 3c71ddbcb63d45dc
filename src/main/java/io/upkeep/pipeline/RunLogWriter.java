package io.upkeep.pipeline;

import io.upkeep.fleet.FleetLog;
import io.upkeep.fleet.FleetLogs;
import io.upkeep.fleet.StepToken;
import io.upkeep.run.LogEntry;
import io.upkeep.run.LogEntry.Stream;
import io.upkeep.run.Phase;
import io.upkeep.run.RunLog;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Writes runs' logs a moment after the lines came, so that nobody who prints waits for the database. Lines that come faster
 * than they can be written are left out, and that is said; while the database is away they wait as long as there is room.
 */
@Component
class RunLogWriter implements FleetLogs, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RunLogWriter.class);

    private static final int ROOM = 20_000;
    private static final int ROOM_OF_TEXT = 8 * 1024 * 1024;
    private static final int AT_ONCE = 5_000;
    private static final int LONGEST_LINE = 4_000;
    private static final int MOST_SAID = 200;
    private static final long EVERY_MILLIS = 250;

    private final RunLog log;
    private final Secrets secrets;
    private final Clock clock;
    private final BlockingQueue<LogEntry> waiting = new ArrayBlockingQueue<>(ROOM);
    private final AtomicInteger characters = new AtomicInteger();
    private final Map<StepToken, Integer> lost = new ConcurrentHashMap<>();
    private final LogRoom room = new LogRoom();
    private final ScheduledThreadPoolExecutor writer =
            new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("run-log-"));
    private List<LogEntry> unwritten = List.of();
    private boolean isAway;

    RunLogWriter(RunLog log, Secrets secrets, Clock clock) {
        this.log = log;
        this.secrets = secrets;
        this.clock = clock;
        var unused = writer.scheduleWithFixedDelay(this::write, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public FleetLog of(StepToken step) {
        return step == null ? FleetLog.NONE : lines(step);
    }

    private FleetLog lines(StepToken step) {
        return (host, stream, line) ->
                add(step, host, stream == FleetLog.Stream.STDOUT ? Stream.OUT : Stream.ERR, line);
    }

    /** Notes what a step says; nothing outside of steps. No step fails because it cannot be heard. */
    void said(Exchange exchange, String text) {
        try {
            StepToken step = StepToken.of(exchange);
            if (step != null) {
                said(step, text);
            }
        } catch (RuntimeException e) {
            LOG.warn("What a step says cannot be kept", e);
        }
    }

    /** Notes what a step says, line by line. */
    void said(StepToken step, String text) {
        List<String> lines = new ArrayList<>(secrets.hide(text)
                .lines()
                .limit(MOST_SAID + 1L)
                .map(line -> Shown.printed(line, LONGEST_LINE))
                .toList());
        if (lines.size() > MOST_SAID) {
            lines.set(MOST_SAID, "…");
        }
        offer(step, entry(step, null, Stream.SAID, String.join("\n", lines)));
    }

    /** Secrets are hidden before a line is cut: a part of one would not be known as one. */
    private void add(StepToken step, String host, Stream stream, String line) {
        offer(step, entry(step, host, stream, Shown.printed(secrets.hide(line), LONGEST_LINE)));
    }

    private LogEntry entry(StepToken step, String host, Stream stream, String text) {
        return new LogEntry(
                0,
                UUID.fromString(step.run()),
                clock.instant(),
                Phase.valueOf(step.phase()),
                step.step(),
                host,
                stream,
                text);
    }

    private void offer(StepToken step, LogEntry entry) {
        int length = entry.text().length();
        if (characters.get() + length <= ROOM_OF_TEXT && waiting.offer(entry)) {
            characters.addAndGet(length);
        } else {
            lost.merge(step, 1, Integer::sum);
        }
    }

    /** Writes what has come by now. */
    synchronized void write() {
        try {
            do {
                if (unwritten.isEmpty()) {
                    unwritten = next();
                }
                if (!unwritten.isEmpty()) {
                    log.add(unwritten);
                    unwritten = List.of();
                }
                isAway = false;
            } while (!waiting.isEmpty());
        } catch (RuntimeException e) {
            if (!isAway) {
                LOG.warn("Runs' logs cannot be written now, tried again: {}", e.getMessage());
            }
            isAway = true;
        }
    }

    private List<LogEntry> next() {
        List<LogEntry> lines = new ArrayList<>();
        waiting.drainTo(lines, AT_ONCE);
        characters.addAndGet(
                -lines.stream().mapToInt(line -> line.text().length()).sum());
        for (StepToken step : List.copyOf(lost.keySet())) {
            Integer count = lost.remove(step);
            lines.add(entry(
                    step,
                    null,
                    Stream.SAID,
                    "… %d lines are missing here: they came faster than they could be written".formatted(count)));
        }
        return LogChunks.of(lines).stream()
                .map(this::withoutSecrets)
                .map(room::kept)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Once more by chunk: some are several lines long. */
    private LogEntry withoutSecrets(LogEntry entry) {
        return entry.saying(secrets.hide(entry.text()));
    }

    @Override
    public void destroy() {
        writer.shutdown();
        write();
    }
}
