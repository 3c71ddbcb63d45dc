package io.upkeep.window;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Opens and ends windows at their instants and reminds of them. Any number of nodes may do it at once: each statement
 * says which state it expects, so one node gets the row and tells its event.
 */
@Component
class WindowKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(WindowKeeper.class);
    private static final String KEEPER = "upkeep";

    /** How long before its first reminder a declared opening becomes a row. */
    private static final Duration NEAR = Duration.ofDays(3);

    private static final int MOST_OF_EACH = 50;

    private final DeclaredTimes declared;
    private final Occurrences occurrences;
    private final WindowRecorder recorder;
    private final Clock clock;
    /** What this node wrote down: done once, so that nodes with different settings do not undo each other's all the time. */
    private volatile Set<UUID> written = Set.of();

    WindowKeeper(DeclaredTimes declared, Occurrences occurrences, WindowRecorder recorder, Clock clock) {
        this.declared = declared;
        this.occurrences = occurrences;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Does what is due now. */
    void keep() {
        Instant now = clock.instant();
        written = declared.windows().stream()
                .flatMap(window -> writeDown(window, now).stream())
                .collect(Collectors.toSet());
        Set<UUID> current = declared.windows().stream()
                .flatMap(window -> window.occurrences(now, MOST_OF_EACH).stream())
                .map(Occurrence::id)
                .collect(Collectors.toSet());
        told("window.reminder", () -> occurrences.remind(current, now));
        told("window.started", () -> occurrences.start(current, now));
        told("window.completed", () -> occurrences.complete(now));
        told("window.cancelled", () -> occurrences.giveUp(now));
    }

    private void told(String what, Supplier<List<Occurrence>> statement) {
        recorder.committed(() -> {
                    List<Occurrence> changed = statement.get();
                    changed.forEach(occurrence -> recorder.tell(occurrence, what, KEEPER));
                    return changed;
                })
                .forEach(occurrence -> LOG.info("{}: {} ({})", what, occurrence.window(), occurrence.id()));
    }

    private Set<UUID> writeDown(DeclaredWindow window, Instant now) {
        Duration longest = window.reminders().stream().findFirst().orElse(Duration.ZERO);
        Instant horizon = now.plus(NEAR).plus(longest);
        List<Occurrence> near = window.occurrences(now, MOST_OF_EACH).stream()
                .filter(occurrence -> occurrence.opens().isBefore(horizon))
                .toList();
        for (Occurrence occurrence : near) {
            if (!written.contains(occurrence.id())) {
                recorder.committed(() -> occurrences.write(occurrence, window.reminders(), now).stream()
                        .peek(row -> recorder.tell(
                                row, row.sequence() == 1 ? "window.approved" : "window.rescheduled", KEEPER))
                        .toList());
            }
        }
        return near.stream().map(Occurrence::id).collect(Collectors.toSet());
    }
}
