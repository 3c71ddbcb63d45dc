package io.upkeep.window;

import io.upkeep.target.Inventory;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What people decide about freezes; refusals as of {@link WindowBook}. */
@Component
public class FreezeBook {

    private static final int LONGEST_NAME = 50;

    private final DeclaredTimes declared;
    private final AddedFreezes freezes;
    private final WindowRecorder recorder;
    private final Inventory inventory;
    private final Clock clock;

    FreezeBook(
            DeclaredTimes declared, AddedFreezes freezes, WindowRecorder recorder, Inventory inventory, Clock clock) {
        this.declared = declared;
        this.freezes = freezes;
        this.recorder = recorder;
        this.inventory = inventory;
        this.clock = clock;
    }

    /** The declared ones. */
    public List<Freeze> declared() {
        return declared.freezes();
    }

    /** The added ones that are not over. */
    public List<AddedFreeze> added() {
        return freezes.alive(clock.instant());
    }

    /** Adds one; it holds from its beginning on, on other nodes a second later. */
    public AddedFreeze add(FreezeOrder order, String by) {
        String name = order.name() == null ? "" : order.name().strip();
        if (!WindowChoice.NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
            throw Refusal.invalid(
                    "name '%s' is not a name; write at most 50 lower-case letters, digits and dashes, such as release-1"
                            .formatted(Shown.of(name)));
        }
        ZoneId zone = zone(order.zone());
        Instant now = clock.instant();
        Instant from = Setting.isEmpty(order.from()) ? now : Asked.instant("from", order.from(), zone, now);
        Instant until = Asked.instant("until", order.until(), zone, now);
        if (!until.isAfter(from) || !until.isAfter(now)) {
            throw Refusal.invalid("until '%s' is over or not after from; write a time to come, such as 2027-01-04T06:00"
                    .formatted(Shown.of(order.until())));
        }
        Scope scope = Asked.scope(order.pipelines(), order.targets(), order.exceptions(), inventory);
        Freeze freeze = new Freeze(name, new Freeze.Once(from, until), zone, Asked.reason(order.reason()), scope);
        AddedFreeze added = new AddedFreeze(UUID.randomUUID(), freeze, from, until, by);
        return recorder.committed(() -> {
                    freezes.add(added);
                    recorder.tell(added, "freeze.added", 1, by);
                    return List.of(added);
                })
                .get(0);
    }

    /** Ends one before its time. */
    public AddedFreeze lift(UUID id, String by) {
        return recorder.committed(() -> {
                    AddedFreeze lifted = freezes.lift(id, by, clock.instant())
                            .orElseThrow(() -> Refusal.missing(
                                    "no freeze with the id %s is to be lifted; GET /api/freezes lists them, and those of application.yaml end there"
                                            .formatted(id)));
                    recorder.tell(lifted, "freeze.lifted", 2, by);
                    return List.of(lifted);
                })
                .get(0);
    }

    /** As declared ones have it: an offset says nothing of when clocks change, and no browser knows the zone "Z". */
    private static ZoneId zone(String text) {
        if (Setting.isEmpty(text)) {
            return ZoneId.of("UTC");
        }
        return Setting.iana(text.strip())
                .orElseThrow(() -> Refusal.invalid("zone '%s' %s".formatted(Shown.of(text), Setting.NO_ZONE)));
    }
}
