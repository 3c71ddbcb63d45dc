package io.upkeep.window;

import io.upkeep.text.Lasting;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The decision whether windows let work start now: pure, from the occurrences that are open or to come. */
final class WindowAdmission {

    private WindowAdmission() {}

    /** @param occurrences of the wanted windows, in any state and order */
    static WindowDecision decide(
            WindowChoice wanted, Work work, Instant now, Duration needed, List<Occurrence> occurrences) {
        if (wanted.isAnyTime()) {
            return new WindowDecision.AnyTime();
        }
        List<Occurrence> usable = occurrences.stream()
                .filter(occurrence -> wanted.names().contains(occurrence.window()))
                .filter(occurrence -> occurrence.scope().covers(work))
                .toList();
        List<Occurrence> ahead = usable.stream()
                .filter(occurrence -> occurrence.isAheadOf(now))
                .sorted(Comparator.comparing(Occurrence::opens))
                .toList();
        Optional<Occurrence> open = usable.stream()
                .filter(occurrence -> occurrence.isOpenAt(now))
                .max(Comparator.comparing(Occurrence::cutoffAt));
        if (open.isEmpty()) {
            return closed(wanted, ahead, notOpened(usable, ahead, now));
        }
        Occurrence current = open.get();
        if (!now.isBefore(current.cutoffAt())) {
            return pastCutoff(current, ahead);
        }
        return now.plus(needed).isAfter(current.cutoffAt())
                ? willNotFit(current, now, needed, ahead)
                : new WindowDecision.Open(current.window(), current.id(), current.cutoffAt(), current.closes());
    }

    /** What somebody can do something about: it would let work start, before any other does. */
    private static Optional<Occurrence> notOpened(List<Occurrence> usable, List<Occurrence> ahead, Instant now) {
        return usable.stream()
                .filter(occurrence ->
                        occurrence.state() == WindowState.PROPOSED || occurrence.state() == WindowState.VERIFYING)
                .filter(occurrence -> now.isBefore(occurrence.cutoffAt()))
                .filter(occurrence -> ahead.isEmpty()
                        || occurrence.opens().isBefore(ahead.get(0).opens()))
                .min(Comparator.comparing(Occurrence::opens));
    }

    private static WindowDecision closed(WindowChoice wanted, List<Occurrence> ahead, Optional<Occurrence> notOpened) {
        if (ahead.isEmpty()) {
            return new WindowDecision.Closed(
                    notOpened
                            .map(WindowAdmission::whatItTakes)
                            .orElseGet(() ->
                                    "no window %s is planned for this; propose one: upkeep window propose %s --from … --until … --reason …"
                                            .formatted(
                                                    String.join(" or ", wanted.names()),
                                                    wanted.names().get(0))),
                    null);
        }
        Occurrence next = ahead.get(0);
        return new WindowDecision.Closed(
                "waits for window " + opening(next)
                        + notOpened.map(other -> "; " + whatItTakes(other)).orElse(""),
                next.opens());
    }

    private static String whatItTakes(Occurrence there) {
        return there.state() == WindowState.PROPOSED
                ? "window %s is proposed for %s, and another person has to agree: upkeep window approve %s"
                        .formatted(there.window(), Said.at(there.opens(), there.zone()), there.id())
                : "window %s is being verified and starts nothing new; upkeep window start %s opens it again"
                        .formatted(there.window(), there.id());
    }

    private static WindowDecision pastCutoff(Occurrence open, List<Occurrence> ahead) {
        String reason = "window %s starts nothing new in its last %s (since %s)"
                .formatted(open.window(), Lasting.of(open.cutoff()), Said.time(open.cutoffAt(), open.zone()));
        return ahead.isEmpty()
                ? new WindowDecision.Closed(reason + "; no other is planned", null)
                : new WindowDecision.Closed(
                        reason + "; next is window " + opening(ahead.get(0)),
                        ahead.get(0).opens());
    }

    private static WindowDecision willNotFit(Occurrence open, Instant now, Duration needed, List<Occurrence> ahead) {
        String reason = "needs %s, but only %s are left before the cutoff of window %s (%s)"
                .formatted(
                        Lasting.of(needed),
                        Lasting.of(Duration.between(now, open.cutoffAt())),
                        open.window(),
                        Said.time(open.cutoffAt(), open.zone()));
        return ahead.stream()
                .filter(occurrence -> occurrence.isLongEnough(needed))
                .findFirst()
                .map(next ->
                        new WindowDecision.WillNotFit(reason + "; it fits into window " + opening(next), next.opens()))
                .orElseGet(() -> new WindowDecision.WillNotFit(reason + "; no planned window is long enough", null));
    }

    private static String opening(Occurrence next) {
        return "%s, which opens %s".formatted(next.window(), Said.at(next.opens(), next.zone()));
    }
}
