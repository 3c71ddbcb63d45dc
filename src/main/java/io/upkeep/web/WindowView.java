package io.upkeep.web;

import io.upkeep.window.DeclaredWindow;
import io.upkeep.window.Occurrence;
import io.upkeep.window.WindowTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One opening of a window, as the API shows it.
 *
 * @param declared whether application.yaml brought it about, not a person
 * @param open whether it is open now
 * @param cutoff from here on nothing new starts
 * @param actions what a person may ask of it now: {@code approve}, {@code cancel}, …
 */
record WindowView(
        UUID id,
        String window,
        boolean declared,
        String state,
        boolean open,
        Instant opens,
        Instant cutoff,
        Instant closes,
        String zone,
        String reason,
        List<String> pipelines,
        String targets,
        String proposedBy,
        String approvedBy,
        String remark,
        Instant startedAt,
        Instant endedAt,
        List<String> actions) {

    static WindowView of(Occurrence occurrence, Instant now) {
        return new WindowView(
                occurrence.id(),
                occurrence.window(),
                occurrence.isDeclared(),
                occurrence.state().name(),
                occurrence.isOpenAt(now),
                occurrence.opens(),
                occurrence.cutoffAt(),
                occurrence.closes(),
                occurrence.zone().getId(),
                occurrence.reason(),
                occurrence.scope().pipelines(),
                occurrence.scope().targets(),
                occurrence.proposedBy(),
                occurrence.approvedBy(),
                occurrence.remark(),
                occurrence.startedAt(),
                occurrence.endedAt(),
                occurrence.state().triggers().stream().map(WindowTrigger::word).toList());
    }

    /**
     * A declared window.
     *
     * @param recurrence as declared; empty when it opens only as people agree
     * @param duration ISO-8601; null when it opens only as people agree
     * @param except the calendars on whose days it does not open
     */
    record Declared(
            String name, String description, String recurrence, String duration, String zone, List<String> except) {

        static Declared of(DeclaredWindow window) {
            Duration length = window.length();
            return new Declared(
                    window.name(),
                    window.description(),
                    window.recurrence(),
                    length == null ? null : length.toString(),
                    window.zone().getId(),
                    window.except());
        }
    }

    /**
     * All windows.
     *
     * @param declared by name
     * @param occurrences what is open, proposed or to come, by its opening: of each window the next three
     * @param ended the newest that ended
     */
    record All(List<Declared> declared, List<WindowView> occurrences, List<WindowView> ended) {}
}
