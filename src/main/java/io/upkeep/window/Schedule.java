package io.upkeep.window;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instants of a recurrence in its zone. A time of day that a clock change skips is the first instant after the gap;
 * one that comes twice is the first of the two; the length is elapsed time. A day that a zone left out has none.
 */
final class Schedule {

    private static final int YEARS_AHEAD = 9;

    /** One stretch of time: its name on the wall clock, and what it is. */
    record Slot(LocalDateTime nominal, Instant opens, Instant closes) {}

    private final Recurrence recurrence;
    private final ZoneId zone;
    private final Duration length;
    private final Set<LocalDate> except;
    private final Map<Integer, List<Slot>> years = new ConcurrentHashMap<>();

    /** @param except local days on which it does not come */
    Schedule(Recurrence recurrence, ZoneId zone, Duration length, Set<LocalDate> except) {
        this.recurrence = recurrence;
        this.zone = zone;
        this.length = length;
        this.except = Set.copyOf(except);
    }

    ZoneId zone() {
        return zone;
    }

    Duration length() {
        return length;
    }

    /** The slots that have not closed at that instant, ascending: what is open and what comes, within nine years. */
    List<Slot> from(Instant now, int most) {
        int first = now.minus(length).atZone(zone).getYear();
        int last = now.atZone(zone).getYear() + YEARS_AHEAD;
        List<Slot> found = new ArrayList<>();
        for (int year = first; year <= last && found.size() < most; year++) {
            ofYear(year).stream().filter(slot -> slot.closes().isAfter(now)).forEach(found::add);
        }
        return found.size() <= most ? found : List.copyOf(found.subList(0, most));
    }

    /** The slots whose local day lies in this year. */
    List<Slot> ofYear(int year) {
        return years.computeIfAbsent(year, this::compute);
    }

    private List<Slot> compute(int year) {
        LocalDateTime start = LocalDate.of(year, 1, 1).atStartOfDay();
        List<Slot> slots = new ArrayList<>();
        for (LocalDateTime nominal : recurrence.between(start, start.plusYears(1))) {
            if (except.contains(nominal.toLocalDate())) {
                continue;
            }
            instant(nominal, zone)
                    // two times of day inside one gap are the same instant
                    .filter(opens -> slots.isEmpty()
                            || opens.isAfter(slots.get(slots.size() - 1).opens()))
                    .ifPresent(opens -> slots.add(new Slot(nominal, opens, opens.plus(length))));
        }
        return List.copyOf(slots);
    }

    /** What a time on the wall clock is; empty when the zone left out its whole day. */
    static Optional<Instant> instant(LocalDateTime nominal, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(nominal);
        if (change == null || change.isOverlap()) {
            // java.time takes the earlier offset, that is the first of the two
            return Optional.of(nominal.atZone(zone).toInstant());
        }
        LocalDateTime midnight = nominal.toLocalDate().atStartOfDay();
        boolean dayIsGone = !change.getDateTimeBefore().isAfter(midnight)
                && !change.getDateTimeAfter().isBefore(midnight.plusDays(1));
        return dayIsGone ? Optional.empty() : Optional.of(change.getInstant());
    }
}
