package io.upkeep.probe;

import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Jobs that report by themselves. */
@Component("heartbeats")
public class Heartbeats {

    private final DeclaredProbes declared;
    private final JdbcHeartbeats records;
    private final Clock clock;

    Heartbeats(DeclaredProbes declared, JdbcHeartbeats records, Clock clock) {
        this.declared = declared;
        this.records = records;
        this.clock = clock;
    }

    /**
     * The job behind this probe reports now.
     *
     * @param by who says so
     * @return when it was noted
     * @throws UnknownProbe when there is no heartbeat of this name
     */
    public Instant report(String target, String probe, String by) {
        return report(target, probe, by, clock.instant());
    }

    /**
     * The same of a job that reported at an instant; one that is still to come, by the job's clock, is now. What is older than
     * what is known changes nothing.
     */
    Instant report(String target, String probe, String by, Instant when) {
        if (declared.find(target, probe)
                .filter(found -> found.kind() == ProbeKind.HEARTBEAT)
                .isEmpty()) {
            String name = Shown.of(probe);
            String of = Shown.of(target);
            throw new UnknownProbe(
                    "there is no heartbeat '%s' of target '%s'; declare one in application.yaml: upkeep.targets.%s.probes.%s: {kind: heartbeat, within: 24h}"
                            .formatted(name, of, of, name));
        }
        Instant now = clock.instant();
        Instant at = when.isAfter(now) ? now : when;
        records.note(target, probe, at, Shown.of(by));
        return at;
    }

    /** When it reported last. A job that never did is given its time from now on. */
    Instant lastOrNow(String target, String probe) {
        return last(target, probe).orElseGet(() -> {
            Instant now = clock.instant();
            records.note(target, probe, now, "upkeep");
            return now;
        });
    }

    /** When it reported last; empty before the first time. */
    public Optional<Instant> last(String target, String probe) {
        return records.last(target, probe);
    }
}
