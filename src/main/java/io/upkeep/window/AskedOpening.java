package io.upkeep.window;

import io.upkeep.text.Lasting;
import io.upkeep.text.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/** The opening that a date and a length ask for: one that is agreed, or one to add. What of it cannot be is refused, by these names. */
final class AskedOpening {

    /** A run that manages a window rests until this is over, and its pipeline's timeout is a little more. */
    static final Duration FURTHEST = Duration.ofDays(99);

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\S+)?");

    private final DeclaredWindow window;
    private final String date;
    private final Duration length;
    private final List<Occurrence> agreed;
    private final Instant now;

    /**
     * Of a declared window.
     *
     * @param date {@code 2026-12-06}, or with the time {@code 2026-12-06T02:00}, which one that is added needs
     * @param length such as {@code 2h}
     * @param notOver openings of any window, the next first
     */
    AskedOpening(DeclaredWindow window, String date, String length, List<Occurrence> notOver, Instant now) {
        this.window = window;
        this.date = date;
        this.length = parsed(length);
        this.agreed = notOver.stream()
                .filter(occurrence -> occurrence.window().equals(window.name()))
                .filter(occurrence -> occurrence.state() != WindowState.PROPOSED)
                .toList();
        this.now = now;
        if (!DATE.matcher(date).matches()) {
            throw Refusal.invalid(
                    "date '%s' is not a date; write 2026-12-06, or 2026-12-06T02:00 for one that is not agreed yet"
                            .formatted(Shown.of(date)));
        }
    }

    Duration length() {
        return length;
    }

    /** The one that is agreed for the date; empty where one has to be added. */
    Optional<Occurrence> agreed() {
        Optional<Occurrence> meant = agreed.stream().filter(this::isMeant).findFirst();
        meant.ifPresent(occurrence -> {
            requireLength(occurrence);
            requireNear(occurrence.closes());
        });
        return meant;
    }

    /** When the one opens that has to be added. */
    Instant opens() {
        if (!hasTime()) {
            throw Refusal.invalid("no %s window is agreed for %s; to have one added, write when it opens: date=%sT02:00"
                    .formatted(window.name(), Shown.of(date), Shown.of(date)));
        }
        Instant from = instant();
        Instant until = from.plus(length);
        if (!until.isAfter(now)) {
            throw Refusal.invalid(
                    "date '%s' with duration %s is over already, on %s; write a date to come, such as date=%s"
                            .formatted(
                                    Shown.of(date),
                                    Lasting.of(length),
                                    Said.at(until, window.zone()),
                                    minute(now.plus(1, ChronoUnit.DAYS))));
        }
        requireNear(until);
        agreed.stream()
                .filter(other -> other.scope().equals(Scope.ALL)) // one for some targets leaves room for others
                .filter(other -> other.opens().isBefore(until) && from.isBefore(other.closes()))
                .findFirst()
                .ifPresent(this::refuseBeside);
        return from;
    }

    private boolean isMeant(Occurrence occurrence) {
        return hasTime()
                ? occurrence
                        .opens()
                        .truncatedTo(ChronoUnit.MINUTES)
                        .equals(instant().truncatedTo(ChronoUnit.MINUTES))
                : occurrence
                        .opens()
                        .atZone(window.zone())
                        .toLocalDate()
                        .toString()
                        .equals(date);
    }

    private boolean hasTime() {
        return date.contains("T");
    }

    private Instant instant() {
        return Asked.instant("date", date, window.zone());
    }

    /** Who mistypes the time of an agreed opening would add one to it, and would be told nothing. */
    private void refuseBeside(Occurrence other) {
        throw Refusal.invalid(
                "date '%s' with duration %s overlaps the %s window that is agreed for %s; write date=%s duration=%s to take that one, or times that leave it alone"
                        .formatted(
                                Shown.of(date),
                                Lasting.of(length),
                                window.name(),
                                other.times(),
                                minute(other.opens()),
                                Duration.between(other.opens(), other.closes())));
    }

    private void requireLength(Occurrence occurrence) {
        Duration is = Duration.between(occurrence.opens(), occurrence.closes());
        if (!is.equals(length)) {
            throw Refusal.invalid(
                    "the %s window of %s is agreed for %s, not %s; write duration=%s, or extend it when it is open"
                            .formatted(
                                    window.name(),
                                    Said.at(occurrence.opens(), window.zone()),
                                    Lasting.of(is),
                                    Lasting.of(length),
                                    is));
        }
    }

    private void requireNear(Instant closes) {
        if (closes.isAfter(now.plus(FURTHEST))) {
            LocalDate first =
                    closes.minus(FURTHEST).atZone(window.zone()).toLocalDate().plusDays(1);
            throw Refusal.invalid(
                    "date '%s' is too far off: that window closes on %s, and a run waits %d days for it at most; ask again from %s on"
                            .formatted(Shown.of(date), Said.at(closes, window.zone()), FURTHEST.toDays(), first));
        }
    }

    private String minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES)
                .atZone(window.zone())
                .toLocalDateTime()
                .toString();
    }

    private static Duration parsed(String text) {
        Duration length;
        try {
            length = DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("duration '%s' is not a duration; write 2h or PT2H".formatted(Shown.of(text)));
        }
        if (length.compareTo(WindowBook.SHORTEST) < 0 || length.compareTo(WindowBook.LONGEST) > 0) {
            throw Refusal.invalid("duration '%s' is not between a minute and 60 days; write for example duration=2h"
                    .formatted(Shown.of(text)));
        }
        return length;
    }
}
