package io.upkeep.pipeline;

import io.upkeep.pipeline.Verdict.Kind;
import io.upkeep.pipeline.Verdict.Wait;
import io.upkeep.window.AgreedWindows;
import io.upkeep.window.Occurrence;
import io.upkeep.window.WindowState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * For the steps of a pipeline that manages a window: the run rests until the window opens, or until the work in it is
 * said to be done. It is looked at again when somebody changes the window, and at the instant it waits for.
 */
@Component("windowOpening")
public class WindowOpening {

    /** The keeper notes an opening at its instant or within its interval. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final AgreedWindows windows;
    private final Clock clock;

    WindowOpening(AgreedWindows windows, Clock clock) {
        this.windows = windows;
        this.clock = clock;
    }

    /**
     * Returns once the window is open.
     *
     * @param window as {@code managedWindow} gave it
     * @throws InvalidRequest when it is over without having been open to this run
     */
    public String open(Map<String, Object> window) {
        Occurrence occurrence = find(window);
        if (occurrence.state().isFinal()) {
            throw new InvalidRequest("the %s window is %s%s; agree on another"
                    .formatted(occurrence.window(), occurrence.state(), remark(occurrence)));
        }
        if (occurrence.state() == WindowState.PROPOSED || occurrence.state() == WindowState.APPROVED) {
            String until = occurrence.state() == WindowState.PROPOSED ? " and for another person's yes to it" : "";
            rest(occurrence.opens(), "waits for the %s window to open%s".formatted(occurrence.window(), until));
        }
        return "the %s window is open: %s".formatted(occurrence.window(), occurrence.times());
    }

    /** Returns once somebody says that the work in the window is done, or nothing new may start in it any more. */
    public String workDone(Map<String, Object> window) {
        Occurrence occurrence = find(window);
        if (occurrence.state() == WindowState.STARTED && clock.instant().isBefore(occurrence.cutoffAt())) {
            rest(
                    occurrence.cutoffAt(),
                    "people work in the %s window; say when it is done: upkeep window verify %s"
                            .formatted(occurrence.window(), occurrence.id()));
        }
        return occurrence.state() == WindowState.CANCELLED
                ? "the %s window was called off%s".formatted(occurrence.window(), remark(occurrence))
                : "the work in the %s window is over".formatted(occurrence.window());
    }

    private static String remark(Occurrence occurrence) {
        return occurrence.remark() == null ? "" : " (" + occurrence.remark() + ")";
    }

    private void rest(Instant until, String reason) {
        Instant soon = clock.instant().plus(SOON);
        throw new HeldBack(new Wait(Kind.WINDOW, reason, until), until.isBefore(soon) ? soon : until);
    }

    private Occurrence find(Map<String, Object> window) {
        return windows.find(UUID.fromString(String.valueOf(window.get("occurrence"))))
                .orElseThrow(() -> new InvalidRequest("no window has the id " + window.get("occurrence")));
    }
}
