package io.upkeep.window;

import io.upkeep.window.Schedule.Slot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/**
 * A time when no maintenance may start.
 *
 * @param name what it is called
 * @param times when it holds
 * @param zone what its times are shown in
 * @param reason told to those who are held back
 * @param scope what it holds
 */
public record Freeze(String name, Times times, ZoneId zone, String reason, Scope scope) {

    /** When it holds. */
    public sealed interface Times {

        /** When it ends, if it holds now. */
        Optional<Instant> endOf(Instant now);

        /** When it holds next, if it does not now. */
        Optional<Instant> nextAfter(Instant now);
    }

    /** Once. */
    public record Once(Instant from, Instant until) implements Times {

        @Override
        public Optional<Instant> endOf(Instant now) {
            return !now.isBefore(from) && now.isBefore(until) ? Optional.of(until) : Optional.empty();
        }

        @Override
        public Optional<Instant> nextAfter(Instant now) {
            return from.isAfter(now) ? Optional.of(from) : Optional.empty();
        }
    }

    /** Again and again. */
    record Recurring(Schedule schedule) implements Times {

        @Override
        public Optional<Instant> endOf(Instant now) {
            return schedule.from(now, 1).stream()
                    .filter(slot -> !slot.opens().isAfter(now))
                    .map(Slot::closes)
                    .findFirst();
        }

        @Override
        public Optional<Instant> nextAfter(Instant now) {
            return schedule.from(now, 2).stream()
                    .map(Slot::opens)
                    .filter(opens -> opens.isAfter(now))
                    .findFirst();
        }
    }

    /** Whole days on the zone's wall clock; days in a row are one stretch. */
    record WholeDays(Set<LocalDate> days, ZoneId zone) implements Times {

        @Override
        public Optional<Instant> endOf(Instant now) {
            LocalDate day = now.atZone(zone).toLocalDate();
            if (!days.contains(day)) {
                return Optional.empty();
            }
            while (days.contains(day)) {
                day = day.plusDays(1);
            }
            return Optional.of(day.atStartOfDay(zone).toInstant());
        }

        @Override
        public Optional<Instant> nextAfter(Instant now) {
            LocalDate today = now.atZone(zone).toLocalDate();
            return days.stream()
                    .filter(day -> day.isAfter(today))
                    .min(LocalDate::compareTo)
                    .map(day -> day.atStartOfDay(zone).toInstant());
        }
    }

    /** Whether it holds this work back now. */
    Optional<Freezes.Held> holds(Work work, Instant now) {
        return scope.touches(work)
                ? times.endOf(now).map(end -> new Freezes.Held(name, sentence(end), end))
                : Optional.empty();
    }

    private String sentence(Instant end) {
        return "freeze %s holds until %s: %s".formatted(name, Said.at(end, zone), reason);
    }
}
