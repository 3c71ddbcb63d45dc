package io.upkeep.window;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What is declared, as people changed it: a row that is written down replaces what the declaration says. */
@Component
public class AgreedWindows implements Windows {

    /** More than enough to find one that is open, and one that is agreed after some were cancelled. */
    private static final int AHEAD = 12;

    /** How many openings ahead of each window are known by their id: one a day for as long as a run waits. */
    static final int KNOWN = 100;

    private final DeclaredTimes declared;
    private final Occurrences occurrences;
    private final Clock clock;

    AgreedWindows(DeclaredTimes declared, Occurrences occurrences, Clock clock) {
        this.declared = declared;
        this.occurrences = occurrences;
        this.clock = clock;
    }

    @Override
    public WindowDecision admit(WindowChoice wanted, Work work, Instant now, Duration needed) {
        List<Occurrence> known = wanted.isAnyTime() ? List.of() : notClosed(wanted.names(), now, AHEAD);
        return WindowAdmission.decide(wanted, work, now, needed, known);
    }

    @Override
    public Optional<Instant> closes(UUID id) {
        return find(id).map(occurrence -> occurrence.endedAt() == null ? occurrence.closes() : occurrence.endedAt());
    }

    @Override
    public Set<String> names() {
        return declared.windows().stream().map(DeclaredWindow::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The occurrence with this id, also a declared one that is not written down yet. */
    public Optional<Occurrence> find(UUID id) {
        Optional<Occurrence> row = occurrences.find(id);
        return row.isPresent()
                ? row
                : declared(names(), clock.instant(), KNOWN).stream()
                        .filter(occurrence -> occurrence.id().equals(id))
                        .findFirst();
    }

    /** What is open, proposed or to come, by its opening. */
    public List<Occurrence> notOver(Instant now, int mostOfEach) {
        return notClosed(names(), now, mostOfEach).stream()
                .filter(occurrence -> !occurrence.state().isFinal())
                .sorted(Comparator.comparing(Occurrence::opens))
                .toList();
    }

    /** What ended, newest first. */
    public List<Occurrence> ended(int most) {
        return occurrences.ended(most);
    }

    private List<Occurrence> notClosed(Collection<String> names, Instant now, int most) {
        Map<UUID, Occurrence> known = new LinkedHashMap<>();
        declared(names, now, most).forEach(occurrence -> known.put(occurrence.id(), occurrence));
        for (Occurrence row : occurrences.near(known.keySet(), now)) {
            boolean isStale = row.isDeclared() && !row.isMoved() && row.state() == WindowState.APPROVED;
            if (names.contains(row.window()) && (!isStale || known.containsKey(row.id()))) {
                known.put(row.id(), row);
            }
        }
        return List.copyOf(known.values());
    }

    private List<Occurrence> declared(Collection<String> names, Instant now, int most) {
        List<Occurrence> found = new ArrayList<>();
        declared.windows().stream()
                .filter(window -> names.contains(window.name()))
                .forEach(window -> found.addAll(window.occurrences(now, most)));
        return found;
    }
}
