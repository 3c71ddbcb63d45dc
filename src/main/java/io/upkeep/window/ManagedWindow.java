package io.upkeep.window;

import io.upkeep.run.RequestCheck;
import io.upkeep.text.Amount;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;

/**
 * What the steps of a pipeline that manages a window ask for. Each may be asked twice without harm. A window is a map
 * here: {@code occurrence} (its id), {@code window}, {@code opens}, {@code closes}, {@code said} (both in words) and
 * {@code added}, whether the run added it to the declared ones.
 */
@Component("managedWindow")
public class ManagedWindow implements RequestCheck {

    private static final int AHEAD = 60;
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\S+)?");

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
        Duration lasts = length(length);
        Optional<Occurrence> agreed = agreed(known, date, lasts);
        if (agreed.isPresent()) {
            return map(agreed.get(), false);
        }
        Instant from = opening(known, date);
        return map(book.agree(own, known, from, from.plus(lasts), run), true);
    }

    @Override
    public String pipeline() {
        return "manage-window";
    }

    /** What {@link #schedule} would refuse: nobody is asked to approve a window that cannot be. */
    @Override
    public Optional<String> problemWith(Map<String, String> inputs) {
        try {
            DeclaredWindow known = known(inputs.get("type"));
            Duration lasts = length(inputs.get("duration"));
            if (agreed(known, inputs.get("date"), lasts).isEmpty()) {
                Instant from = opening(known, inputs.get("date"));
                WindowBook.requireSpan(from, from.plus(lasts), clock.instant());
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

    private static Instant opening(DeclaredWindow window, String date) {
        if (!date.contains("T")) {
            throw Refusal.invalid("no %s window is agreed for %s; to have one added, write when it opens: date=%sT02:00"
                    .formatted(window.name(), Shown.of(date), Shown.of(date)));
        }
        return Asked.instant("date", date, window.zone());
    }

    private Optional<Occurrence> agreed(DeclaredWindow window, String date, Duration lasts) {
        if (!DATE.matcher(date).matches()) {
            throw Refusal.invalid(
                    "date '%s' is not a date; write 2026-12-06, or 2026-12-06T02:00 for one that is not agreed yet"
                            .formatted(Shown.of(date)));
        }
        return on(window, date).map(agreed -> fitting(agreed, lasts));
    }

    /**
     * The next opening of a window, in {@code words} too; where none is within some days, a map with {@code said} and {@code words}
     * alone, which tell when one is.
     */
    public Map<String, Object> next(String window, int days) {
        Instant now = clock.instant();
        Optional<Occurrence> next = windows.notOver(now, AHEAD).stream()
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

    private Optional<Occurrence> on(DeclaredWindow window, String date) {
        Instant now = clock.instant();
        return windows.notOver(now, AHEAD).stream()
                .filter(occurrence -> occurrence.window().equals(window.name()))
                .filter(occurrence -> occurrence.state() != WindowState.PROPOSED)
                .filter(occurrence -> local(occurrence.opens(), window.zone()).startsWith(date))
                .findFirst();
    }

    private static String local(Instant instant, ZoneId zone) {
        return instant.atZone(zone).toLocalDateTime().toString();
    }

    private static Occurrence fitting(Occurrence agreed, Duration lasts) {
        Duration is = Duration.between(agreed.opens(), agreed.closes());
        if (!is.equals(lasts)) {
            throw Refusal.invalid(
                    "the %s window of %s is agreed for %s, not %s; write duration=%s, or extend it when it is open"
                            .formatted(
                                    agreed.window(),
                                    Said.at(agreed.opens(), agreed.zone()),
                                    Said.length(is),
                                    Said.length(lasts),
                                    is));
        }
        return agreed;
    }

    private static Duration length(String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("duration '%s' is not a duration; write 2h or PT2H".formatted(Shown.of(text)));
        }
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
