package io.upkeep.report;

import io.upkeep.text.Amount;
import io.upkeep.text.Lasting;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Of the system's availability: when it was down and what of that was announced. */
final class AvailabilityFigures {

    private static final String UNSET = "set upkeep.report.system (application.yaml), such as [queue-api, database]";

    private final Facts facts;
    private final Optional<Availability> availability;

    /** @param availability empty when the estate does not say what its system is */
    AvailabilityFigures(Facts facts, Optional<Availability> availability) {
        this.facts = facts;
        this.availability = availability;
    }

    /** Raw 1−|D|/(|W|−|U|); contractual 1−|D∖P|/(|W∖P∖U|): announced time neither counts as up nor as down. */
    Figure uptime() {
        if (availability.isEmpty()) {
            return Figure.none(Kpi.SYSTEM_UPTIME, UNSET);
        }
        TimeSet whole = facts.known().minus(availability.get().unknown());
        if (whole.isEmpty()) {
            return Figure.none(Kpi.SYSTEM_UPTIME, "no check of the system was made in this time");
        }
        TimeSet down = availability.get().down();
        Map<String, Double> parts = new LinkedHashMap<>();
        TimeSet promised = whole.minus(facts.announced());
        if (!promised.isEmpty()) {
            parts.put("contractual", percent(1 - down.minus(facts.announced()).minutes() / promised.minutes()));
        }
        return Figure.of(
                Kpi.SYSTEM_UPTIME,
                percent(1 - down.minutes() / whole.minutes()),
                "down %s of %s%s; contractual leaves announced windows out"
                        .formatted(Lasting.of(down.length()), Lasting.of(whole.length()), left()),
                parts);
    }

    /** |D∖P|: what ran over the agreed end of a window is not announced. */
    Figure unplannedDowntime() {
        if (availability.isEmpty()) {
            return Figure.none(Kpi.UNPLANNED_DOWNTIME, UNSET);
        }
        if (facts.known().minus(availability.get().unknown()).isEmpty()) {
            return Figure.none(Kpi.UNPLANNED_DOWNTIME, "no check of the system was made in this time");
        }
        TimeSet unplanned = availability.get().down().minus(facts.announced());
        return Figure.of(
                Kpi.UNPLANNED_DOWNTIME,
                unplanned.minutes(),
                "%s outside announced windows%s"
                        .formatted(Amount.of(unplanned.spans().size(), "outage"), left()),
                Map.of("outages", (double) unplanned.spans().size()));
    }

    /** From a failure until the system answers again: outages that ended in the period, by when they ended. */
    Figure recoveryTime() {
        if (availability.isEmpty()) {
            return Figure.none(Kpi.RECOVERY_TIME, UNSET);
        }
        Instant end = facts.now().isBefore(facts.period().until())
                ? facts.now()
                : facts.period().until();
        List<Double> recovered = availability.get().down().spans().stream()
                .filter(outage -> outage.until().isBefore(end))
                .filter(outage -> availability.get().unknown().spans().stream()
                        .noneMatch(gap -> gap.from().equals(outage.until())))
                .map(outage -> TimeSet.of(outage).minutes())
                .toList();
        if (recovered.isEmpty()) {
            return Figure.none(Kpi.RECOVERY_TIME, "no outage ended in this time");
        }
        double p90 = Estimates.percentile(recovered, 90);
        return Figure.of(
                Kpi.RECOVERY_TIME,
                Estimates.median(recovered),
                "median of %s; 90 of 100 took at most %s min"
                        .formatted(Amount.of(recovered.size(), "outage"), Figure.number(p90)),
                Map.of("p90", p90));
    }

    /** Agreed lengths of the windows that opened in the period. */
    Figure windowDuration() {
        if (facts.opened().isEmpty()) {
            return Figure.none(Kpi.MAINTENANCE_WINDOW_DURATION, "no window opened in this time");
        }
        double agreed = facts.opened().stream()
                .mapToDouble(window -> TimeSet.of(window.agreed()).minutes())
                .sum();
        return Figure.of(
                Kpi.MAINTENANCE_WINDOW_DURATION,
                agreed,
                "agreed for " + Amount.of(facts.opened().size(), "window"));
    }

    /** What the windows that opened in the period took; overrun = max(0, actual end − agreed end), summed up. */
    Figure duration() {
        List<PastWindow> over = facts.opened().stream()
                .filter(window -> window.endedAt() != null)
                .toList();
        if (over.isEmpty()) {
            return Figure.none(Kpi.MAINTENANCE_DURATION, "no window that opened in this time has ended");
        }
        double used = over.stream()
                .filter(window -> window.startedAt().isBefore(window.endedAt()))
                .mapToDouble(window -> TimeSet.of(new Span(window.startedAt(), window.endedAt()))
                        .minutes())
                .sum();
        double overrun = over.stream()
                .mapToDouble(window -> window.overrun(facts.now()).toMillis() / 60_000.0)
                .sum();
        int open = facts.opened().size() - over.size();
        return Figure.of(
                Kpi.MAINTENANCE_DURATION,
                used,
                "%s, over their agreed end by %s min in all%s"
                        .formatted(
                                Amount.of(over.size(), "window"),
                                Figure.number(overrun),
                                open == 0 ? "" : "; left out: " + open + " still open"),
                Map.of("overrun", overrun));
    }

    /** Windows that opened in the period. None is a number, too. */
    Figure frequency() {
        return Figure.of(
                Kpi.MAINTENANCE_FREQUENCY,
                facts.opened().size(),
                facts.opened().isEmpty()
                        ? "no window opened"
                        : Words.listed(
                                facts.opened().stream().map(PastWindow::name).toList()));
    }

    private String left() {
        TimeSet unknown = availability.orElseThrow().unknown();
        return unknown.isEmpty()
                ? ""
                : "; left out: %s in which no check tells".formatted(Lasting.of(unknown.length()));
    }

    private static double percent(double share) {
        return share * 100;
    }
}
