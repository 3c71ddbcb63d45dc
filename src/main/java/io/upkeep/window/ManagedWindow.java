package io.upkeep.window;

import io.upkeep.run.RequestCheck;
import io.upkeep.text.Amount;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What the steps of a pipeline that manages a window ask for. Each may be asked twice without harm. A window is a map
 * here: {@code occurrence} (its id), {@code window}, {@code opens}, {@code closes}, {@code said} (both in words) and
 * {@code added}, whether the run added it to the declared ones.
 */
@Component("managedWindow")
public class ManagedWindow implements RequestCheck {

    private final DeclaredTimes declared;
    private final AgreedWindows windows;
    private final WindowBook book;
    private final Clock clock;

    ManagedWindow(DeclaredTimes declared, AgreedWindows windows, WindowBook book, Clock clock) {
        this.declared = declared;
        this.windows = windows;
        this.book = book;
        this.clock = clock;
    }

    /**
     * The opening of a window on a date: the one that is agreed already, or one that the run adds, which people agreed to
     * by approving the run.
     *
     * @param date {@code 2026-12-06}, or with the time {@code 2026-12-06T02:00}, which one that is added needs
     * @param length such as {@code 2h}
     * @throws Refusal saying what of it is not so
     */
    public Map<String, Object> schedule(String window, String date, String length, String run) {
        UUID own = idFor(run);
        Optional<Occurrence> added = windows.find(own);
        if (added.isPresent()) {
            return map(added.get(), true);
        }
        DeclaredWindow known = known(window);
        AskedOpening asked = asked(known, date, length);
        return asked.agreed().map(agreed -> map(agreed, false)).orElseGet(() -> {
            Instant from = asked.opens();
            return map(book.agree(own, known, from, from.plus(asked.length()), run), true);
        });
    }

    @Override
    public String pipeline() {
        return "manage-window";
    }

    /** What {@link #schedule} would refuse: nobody is asked to approve a window that cannot be. */
    @Override
    public Optional<String> problemWith(Map<String, String> inputs) {
        try {
            AskedOpening asked = asked(known(inputs.get("type")), inputs.get("date"), inputs.get("duration"));
            if (asked.agreed().isEmpty()) {
                asked.opens();
            }
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e.getMessage());
        }
    }

    private DeclaredWindow known(String window) {
        return declared.window(window)
                .orElseThrow(() -> Refusal.invalid("window '%s' is not declared; there are: %s"
                        .formatted(Shown.of(window), String.join(", ", windows.names()))));
    }

    private AskedOpening asked(DeclaredWindow window, String date, String length) {
        Instant now = clock.instant();
        return new AskedOpening(window, date, length, windows.notOver(now, AgreedWindows.KNOWN), now);
    }

    /**
     * The next opening of a window, in {@code words} too; where none is within some days, a map with {@code said} and {@code words}
     * alone, which tell when one is.
     */
    public Map<String, Object> next(String window, int days) {
        Instant now = clock.instant();
        Optional<Occurrence> next = windows.notOver(now, AgreedWindows.KNOWN).stream()
                .filter(occurrence -> occurrence.window().equals(window))
                .filter(occurrence -> occurrence.state() != WindowState.PROPOSED)
                .filter(occurrence -> occurrence.opens().isAfter(now))
                .findFirst();
        if (next.filter(occurrence -> occurrence.opens().isBefore(now.plus(Duration.ofDays(days))))
                .isPresent()) {
            Map<String, Object> map = map(next.get(), false);
            map.put("words", "the next %s window: %s".formatted(window, map.get("said")));
            return map;
        }
        String none = "no %s window opens within %s; %s"
                .formatted(
                        window,
                        Amount.of(days, "day"),
                        next.map(occurrence -> "the next one: " + occurrence.times())
                                .orElse("none is agreed for later either; upkeep window propose asks for one"));
        return Map.of("said", none, "words", none);
    }

    /** A window that {@link #schedule} gave, for people. */
    public String words(Map<String, Object> window) {
        return "the %s window of %s %s"
                .formatted(
                        window.get("window"),
                        window.get("said"),
                        isAdded(window) ? "is added to the agreed ones" : "was agreed already");
    }

    /** Lets nothing new start in it, where it is open. */
    public String verify(Map<String, Object> window, String run) {
        Occurrence now = find(window);
        return said(now.state() == WindowState.STARTED ? book.verify(now.id(), by(run)) : now);
    }

    /** Ends it, where that has not happened by itself; says its times, which people may have changed since they were planned. */
    public String complete(Map<String, Object> window, String run) {
        Occurrence now = find(window);
        return (now.state().isFinal() ? now : book.complete(now.id(), by(run))).times();
    }

    /** What has become of it, to follow the name of the run's pipeline in a notice: people may have called it off during the work. */
    public String headline(Map<String, Object> window) {
        return find(window).state() == WindowState.CANCELLED
                ? "is done with its window, which was called off"
                : "has completed its window";
    }

    /** Takes back what the run did: calls off an opening that it added; one of others stays as they agreed on it. */
    public String callOff(Map<String, Object> window, String run) {
        Occurrence now = find(window);
        if (now.state() == WindowState.VERIFYING) {
            return said(
                    now.closes().isAfter(clock.instant()) && !isAdded(window)
                            ? book.start(now.id(), by(run))
                            : book.complete(now.id(), by(run)));
        }
        boolean isOurs = isAdded(window) && !now.state().isFinal();
        return said(isOurs ? book.cancel(now.id(), "run %s failed".formatted(run), by(run)) : now);
    }

    private Occurrence find(Map<String, Object> window) {
        UUID id = UUID.fromString(String.valueOf(window.get("occurrence")));
        return windows.find(id)
                .orElseThrow(
                        () -> Refusal.missing("no window has the id %s; GET /api/windows lists them".formatted(id)));
    }

    private static boolean isAdded(Map<String, Object> window) {
        return Boolean.parseBoolean(String.valueOf(window.get("added")));
    }

    private static Map<String, Object> map(Occurrence occurrence, boolean isAdded) {
        Map<String, Object> window = new LinkedHashMap<>();
        window.put("occurrence", occurrence.id().toString());
        window.put("window", occurrence.window());
        window.put("opens", occurrence.opens().toString());
        window.put("closes", occurrence.closes().toString());
        window.put("said", occurrence.times());
        window.put("added", isAdded);
        return window;
    }

    private static String said(Occurrence occurrence) {
        return "the %s window is %s: %s".formatted(occurrence.window(), occurrence.state(), occurrence.times());
    }

    private static String by(String run) {
        return "run:" + run;
    }

    private static UUID idFor(String run) {
        return UUID.nameUUIDFromBytes(("window of run " + run).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
