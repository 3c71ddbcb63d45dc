package io.upkeep.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Declared and added freezes. The added ones are read again after a second, because the engine asks before every step:
 * one that is added on another node holds within that time.
 */
@Component
class AgreedFreezes implements Freezes {

    private static final Duration KNOWN_FOR = Duration.ofSeconds(1);

    private final DeclaredTimes declared;
    private final AddedFreezes added;
    private volatile Known known = new Known(Instant.EPOCH, List.of());

    AgreedFreezes(DeclaredTimes declared, AddedFreezes added) {
        this.declared = declared;
        this.added = added;
    }

    private record Known(Instant readAt, List<Freeze> freezes) {}

    /** Read again before it holds anything: the freeze may be lifted, and nobody would tell whoever was held in vain. */
    @Override
    public Optional<Held> holds(Work work, Instant now) {
        return held(known(now), work, now).flatMap(held -> held(read(now), work, now));
    }

    private Optional<Held> held(List<Freeze> added, Work work, Instant now) {
        return Stream.concat(declared.freezes().stream(), added.stream())
                .flatMap(freeze -> freeze.holds(work, now).stream())
                .max(Comparator.comparing(Held::until));
    }

    @EventListener
    void on(WindowChanged change) {
        known = new Known(Instant.EPOCH, List.of());
    }

    private List<Freeze> known(Instant now) {
        Known current = known;
        // a clock that was set back must not make old knowledge last
        boolean isOld = current.readAt().isAfter(now)
                || current.readAt().plus(KNOWN_FOR).isBefore(now);
        return isOld ? read(now) : current.freezes();
    }

    private List<Freeze> read(Instant now) {
        List<Freeze> alive = added.alive(now).stream().map(AddedFreeze::freeze).toList();
        known = new Known(now, alive);
        return alive;
    }
}
