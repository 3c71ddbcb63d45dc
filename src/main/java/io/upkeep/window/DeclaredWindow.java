package io.upkeep.window;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * A window as application.yaml declares it.
 *
 * @param name what pipelines call it
 * @param recurrence as written, for people; empty when it opens only as people agree
 * @param schedule when it opens by itself; null when it does not
 * @param zone what its times are shown in, and what times without an offset mean
 * @param cutoff how long before the end nothing new may start; null when a share of each opening's length
 * @param reminders how long before an opening it is announced, longest first
 * @param except the calendars on whose days it does not open
 * @param description for people; may be empty
 */
public record DeclaredWindow(
        String name,
        String recurrence,
        Schedule schedule,
        ZoneId zone,
        Duration cutoff,
        List<Duration> reminders,
        List<String> except,
        String description) {

    private static final Duration LONGEST_DEFAULT_CUTOFF = Duration.ofMinutes(30);
    private static final int DEFAULT_CUTOFF_SHARE = 4;

    /** Keeps copies. */
    public DeclaredWindow {
        reminders = List.copyOf(reminders);
        except = List.copyOf(except);
    }

    /** The declared length; null when it does not open by itself. */
    public Duration length() {
        return schedule == null ? null : schedule.length();
    }

    /** How long before the end of an opening of this length nothing new may start: a quarter, 30 minutes at most. */
    public Duration cutoffOf(Duration length) {
        if (cutoff != null && cutoff.compareTo(length) < 0) {
            return cutoff;
        }
        Duration share = length.dividedBy(DEFAULT_CUTOFF_SHARE);
        return share.compareTo(LONGEST_DEFAULT_CUTOFF) < 0 ? share : LONGEST_DEFAULT_CUTOFF;
    }

    /** What has not closed at that instant, as declared: agreed, whatever people decided since. */
    List<Occurrence> occurrences(Instant now, int most) {
        return schedule == null
                ? List.of()
                : schedule.from(now, most).stream().map(this::occurrence).toList();
    }

    private Occurrence occurrence(Schedule.Slot slot) {
        UUID id = UUID.nameUUIDFromBytes(("window/" + name + "/" + slot.nominal()).getBytes(StandardCharsets.UTF_8));
        return new Occurrence(
                id,
                name,
                true,
                false,
                WindowState.APPROVED,
                slot.opens(),
                slot.closes(),
                cutoffOf(schedule.length()),
                zone,
                description.isEmpty() ? "declared: " + recurrence : description,
                Scope.ALL,
                "application.yaml",
                "application.yaml",
                null,
                null,
                null,
                0);
    }
}
