package io.upkeep.probe;

import io.upkeep.event.Event;
import io.upkeep.event.Outbox;
import io.upkeep.probe.ProbeHistory.Current;
import io.upkeep.target.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Brings results into the history: the new states, spans and latencies, and for each change that is told an event and the word to
 * listeners, all in the caller's transaction.
 */
@Component
class StateRecorder {

    /** The event of a changed state. */
    static final String STATE_CHANGED = "io.upkeep.probe.state_changed.v1";

    private final ProbeHistory history;
    private final OpenWindows windows;
    private final DeclaredProbes declared;
    private final Inventory inventory;
    private final ProbeProperties properties;
    private final Outbox outbox;
    private final ObjectProvider<StateListener> listeners;

    StateRecorder(
            ProbeHistory history,
            OpenWindows windows,
            DeclaredProbes declared,
            Inventory inventory,
            ProbeProperties properties,
            Outbox outbox,
            ObjectProvider<StateListener> listeners) {
        this.history = history;
        this.windows = windows;
        this.declared = declared;
        this.inventory = inventory;
        this.properties = properties;
        this.outbox = outbox;
        this.listeners = listeners;
    }

    /**
     * Records them; one that is older than what is known of its probe is left out.
     *
     * @param run the run they come from; null for none
     */
    void record(List<Reading> readings, UUID run) {
        if (readings.isEmpty()) {
            return;
        }
        Map<Reading.Key, Current> known = new HashMap<>(
                history.current(readings.stream().map(Reading::key).distinct().toList()));
        List<Reading> taken = new ArrayList<>();
        Map<Reading.Key, Current> next = new LinkedHashMap<>();
        for (Reading reading : readings) {
            Current before = known.get(reading.key());
            if (before == null || before.at().isBefore(reading.at())) {
                Current now = next(before, reading);
                history.span(before, now, reading.staleAfter());
                known.put(reading.key(), now);
                next.put(reading.key(), now);
                taken.add(reading);
            }
        }
        Instant newest = taken.stream().map(Reading::at).max(Instant::compareTo).orElse(null);
        if (newest != null) {
            Circumstances around = new Circumstances(windows.openAt(newest), down(next));
            List<Current> told = new ArrayList<>();
            next.values().forEach(now -> told.add(tell(now, around, run, told)));
            history.replace(told);
            history.addLatencies(taken);
        }
    }

    private record Circumstances(List<OpenWindows.Open> open, Set<String> down) {}

    private static Current next(Current before, Reading reading) {
        HardState was = before == null ? HardState.none(reading.at()) : before.standing();
        return new Current(
                reading.target(),
                reading.origin(),
                reading.result(),
                reading.at(),
                Hysteresis.next(was, reading.state(), reading.at(), reading.thresholds()),
                before == null ? ProbeState.UNKNOWN : before.told(),
                null,
                before == null ? 0 : before.changes());
    }

    /** The targets that do not serve by their newest result, so that a dependency is known before its state is hard. */
    private Set<String> down(Map<Reading.Key, Current> next) {
        Map<Reading.Key, Boolean> down = new HashMap<>(history.down());
        next.forEach((key, now) -> {
            if (Availability.isOne(now)) {
                down.put(key, now.standing().last() == ProbeState.CRITICAL);
            }
        });
        Set<String> targets = new TreeSet<>();
        down.forEach((key, isDown) -> {
            if (isDown) {
                targets.add(key.target());
            }
        });
        return targets;
    }

    private Current tell(Current now, Circumstances around, UUID run, List<Current> toldBefore) {
        String window = inventory
                .find(now.target())
                .flatMap(target -> OpenWindows.covering(around.open(), target))
                .map(OpenWindows.Open::window)
                .orElse(null);
        List<String> down = declared.dependenciesOf(now.target()).stream()
                .filter(around.down()::contains)
                .toList();
        ProbeState told = now.told();
        String held = Telling.held(told, now.standing(), window, down);
        ProbeState state = now.state();
        if (held != null || state == told) {
            return now.told(told, held, now.changes());
        }
        if (now.changes() == 0 && state == ProbeState.OK) {
            // that a new probe is good is no news
            return now.told(state, null, 0);
        }
        Current changed = now.told(state, null, now.changes() + 1);
        StateChange change = new StateChange(
                UUID.randomUUID(),
                now.target(),
                now.result().probe(),
                told,
                state,
                now.result().verdict().reason(),
                now.at(),
                Availability.isOfCheck(now),
                alike(now, toldBefore));
        outbox.append(event(change, changed, run));
        listeners.orderedStream().forEach(listener -> listener.changed(change));
        return changed;
    }

    /** @param toldBefore what of this batch is not in the history yet */
    private List<StateChange.Alike> alike(Current now, List<Current> toldBefore) {
        if (!Availability.isOne(now)) {
            return List.of();
        }
        Map<String, Current> others = new TreeMap<>();
        Stream.concat(history.current().stream(), toldBefore.stream())
                .filter(other -> other.target().equals(now.target()) && Availability.isOne(other))
                .forEach(other -> others.put(other.result().probe(), other));
        others.remove(now.result().probe());
        return others.values().stream()
                .map(other -> new StateChange.Alike(
                        other.result().probe(),
                        Availability.isOfCheck(other),
                        other.told() == ProbeState.CRITICAL && !isStale(other, now.at())))
                .toList();
    }

    private boolean isStale(Current current, Instant now) {
        String probe = current.result().probe();
        Duration staleAfter = declared.find(current.target(), probe)
                .map(properties::staleAfter)
                .orElseGet(() -> properties.staleAfter(probe));
        return Duration.between(current.at(), now).compareTo(staleAfter) > 0;
    }

    private static Event event(StateChange change, Current current, UUID run) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("target", change.target());
        data.put("probe", change.probe());
        data.put("state", change.state().name());
        data.put("before", change.before().name());
        data.put("reason", change.reason());
        data.put("value", current.result().value());
        data.put("unit", current.result().unit());
        data.put("checkedAt", change.at().toString());
        data.put("run", run == null ? null : run.toString());
        String subject = change.target() + "/" + change.probe();
        return new Event(change.id(), STATE_CHANGED, subject, change.target(), current.changes(), change.at(), data);
    }
}
