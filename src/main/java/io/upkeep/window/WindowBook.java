package io.upkeep.window;

import io.upkeep.target.Inventory;
import io.upkeep.text.Lasting;
import io.upkeep.text.Shown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/**
 * What people decide about windows. Each decision is one transaction with its event; it throws {@link Refusal} for what
 * is written wrong or not there, {@link WindowRefused} for what the state or the person does not allow.
 */
@Component
public class WindowBook {

    static final Duration LONGEST = Duration.ofDays(60);
    static final Duration SHORTEST = Duration.ofMinutes(1);

    private final DeclaredTimes declared;
    private final AgreedWindows windows;
    private final Occurrences occurrences;
    private final WindowRecorder recorder;
    private final Inventory inventory;
    private final Clock clock;

    WindowBook(
            DeclaredTimes declared,
            AgreedWindows windows,
            Occurrences occurrences,
            WindowRecorder recorder,
            Inventory inventory,
            Clock clock) {
        this.declared = declared;
        this.windows = windows;
        this.occurrences = occurrences;
        this.recorder = recorder;
        this.inventory = inventory;
        this.clock = clock;
    }

    /** Asks for an opening beside the declared ones; another person has to agree. */
    public Occurrence propose(Proposal proposal, String by) {
        DeclaredWindow window = declared.window(proposal.window() == null ? "" : proposal.window())
                .orElseThrow(() -> Refusal.invalid("window '%s' is not declared; there are: %s"
                        .formatted(Shown.of(proposal.window()), String.join(", ", windows.names()))));
        Instant now = clock.instant();
        Instant from = Asked.instant("from", proposal.from(), window.zone(), now);
        Instant until = Asked.instant("until", proposal.until(), window.zone(), now);
        requireSpan(from, until, now);
        Occurrence asked = new Occurrence(
                UUID.randomUUID(),
                window.name(),
                false,
                false,
                WindowState.PROPOSED,
                from,
                until,
                window.cutoffOf(Duration.between(from, until)),
                window.zone(),
                Asked.reason(proposal.reason()),
                Asked.scope(proposal.pipelines(), proposal.targets(), List.of(), inventory),
                by,
                null,
                null,
                null,
                null,
                0);
        return one(() -> {
            Occurrence written =
                    occurrences.write(asked, window.reminders(), now).orElseThrow();
            recorder.tell(written, "window.proposed", by);
            return written;
        });
    }

    /** Writes down an opening that people agreed to by approving a run; the second time it is the same one. */
    Occurrence agree(UUID id, DeclaredWindow window, Instant from, Instant until, String run) {
        Instant now = clock.instant();
        requireSpan(from, until, now);
        Occurrence agreed = new Occurrence(
                id,
                window.name(),
                false,
                false,
                WindowState.APPROVED,
                from,
                until,
                window.cutoffOf(Duration.between(from, until)),
                window.zone(),
                "managed by run " + run,
                Scope.ALL,
                "run:" + run,
                "approval of run " + run,
                null,
                null,
                null,
                0);
        return one(() -> {
            Optional<Occurrence> written = occurrences.write(agreed, window.reminders(), now);
            written.ifPresent(added -> recorder.tell(added, "window.approved", added.approvedBy()));
            return written.orElseGet(() -> occurrences.find(id).orElseThrow());
        });
    }

    /** Agrees; never to one's own proposal. */
    public Occurrence approve(UUID id, String by) {
        return move(id, WindowTrigger.APPROVE, by, occurrence -> {
            if (occurrence.proposedBy().equalsIgnoreCase(by)) { // two spellings are one person
                throw new WindowRefused(
                        "%s proposed this window and cannot approve it too; another person has to".formatted(by));
            }
            return occurrence.approved(by);
        });
    }

    /** Opens it now, also before its time; goes back to work from verifying. */
    public Occurrence start(UUID id, String by) {
        Instant now = clock.instant();
        return move(id, WindowTrigger.START, by, occurrence -> {
            if (!occurrence.closes().isAfter(now)) {
                throw new WindowRefused("this window closed at %s; propose another"
                        .formatted(Said.at(occurrence.closes(), occurrence.zone())));
            }
            return occurrence.started(now);
        });
    }

    /** The work is done; nothing new starts while it is verified. */
    public Occurrence verify(UUID id, String by) {
        return move(id, WindowTrigger.VERIFY, by, occurrence -> occurrence.in(WindowState.VERIFYING, null));
    }

    /** Ends it before its time. */
    public Occurrence complete(UUID id, String by) {
        return move(
                id,
                WindowTrigger.COMPLETE,
                by,
                occurrence -> occurrence.ended(WindowState.COMPLETED, clock.instant(), null));
    }

    /** Calls it off. */
    public Occurrence cancel(UUID id, String reason, String by) {
        String why = Asked.reason(reason);
        return move(
                id,
                WindowTrigger.CANCEL,
                by,
                occurrence -> occurrence.ended(WindowState.CANCELLED, clock.instant(), why));
    }

    /** Lets it close later. */
    public Occurrence extend(UUID id, String until, String reason, String by) {
        String why = Asked.reason(reason);
        return move(id, WindowTrigger.EXTEND, by, occurrence -> {
            Instant now = clock.instant();
            Instant end = Asked.instant("until", until, occurrence.zone(), now);
            if (!end.isAfter(occurrence.closes())) {
                throw Refusal.invalid("until is not after the closing that is agreed, %s; write a later one"
                        .formatted(Said.at(occurrence.closes(), occurrence.zone())));
            }
            requireSpan(occurrence.opens(), end, now);
            return occurrence.extended(end, why);
        });
    }

    /** Gives it other times, which another person has to agree to. */
    public Occurrence reschedule(UUID id, String from, String until, String reason, String by) {
        String why = Asked.reason(reason);
        return move(id, WindowTrigger.RESCHEDULE, by, occurrence -> {
            Instant now = clock.instant();
            Instant opens = Asked.instant("from", from, occurrence.zone(), now);
            Instant closes = Asked.instant("until", until, occurrence.zone(), now);
            requireSpan(opens, closes, now);
            return occurrence.moved(opens, closes, by, why);
        });
    }

    private Occurrence move(UUID id, WindowTrigger trigger, String by, UnaryOperator<Occurrence> change) {
        Occurrence known = windows.find(id)
                .orElseThrow(
                        () -> Refusal.missing("no window has the id %s; GET /api/windows lists them".formatted(id)));
        return one(() -> {
            Instant now = clock.instant();
            writeDown(known, now);
            Occurrence current = occurrences.lock(id).orElseThrow();
            current.state().after(trigger);
            Occurrence moved = occurrences.update(change.apply(current), now);
            recorder.tell(moved, trigger.event(), by);
            return moved;
        });
    }

    /** A declared one that is far off is no row yet. */
    private void writeDown(Occurrence known, Instant now) {
        if (known.sequence() == 0) {
            List<Duration> reminders = declared.window(known.window())
                    .map(DeclaredWindow::reminders)
                    .orElse(List.of());
            occurrences
                    .write(known, reminders, now)
                    .ifPresent(written -> recorder.tell(written, "window.approved", written.approvedBy()));
        }
    }

    private Occurrence one(java.util.function.Supplier<Occurrence> work) {
        return recorder.committed(() -> List.of(work.get())).get(0);
    }

    private static void requireSpan(Instant from, Instant until, Instant now) {
        Duration length = Duration.between(from, until);
        if (length.compareTo(SHORTEST) < 0) {
            throw Refusal.invalid(
                    "until is not at least a minute after from: %s to %s; write times such as from 2026-11-29T02:00 until 2026-11-29T04:00, or from now until +2h"
                            .formatted(from.truncatedTo(ChronoUnit.SECONDS), until.truncatedTo(ChronoUnit.SECONDS)));
        }
        if (length.compareTo(LONGEST) > 0) {
            throw Refusal.invalid("the window would last %s; 60 days is the most".formatted(Lasting.of(length)));
        }
        if (!until.isAfter(now)) {
            throw Refusal.invalid("until is over already: %s, and now it is %s; write a time to come, such as %s"
                    .formatted(
                            until.truncatedTo(ChronoUnit.SECONDS),
                            now.truncatedTo(ChronoUnit.SECONDS),
                            now.plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MINUTES)));
        }
    }
}
