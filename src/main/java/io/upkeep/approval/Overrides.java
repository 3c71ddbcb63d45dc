package io.upkeep.approval;

import io.upkeep.approval.ApprovalRefused.Why;
import io.upkeep.approval.RunOverride.Kind;
import io.upkeep.approval.RunOverride.Recorded;
import io.upkeep.run.Run;
import io.upkeep.run.RunChanged;
import io.upkeep.run.RunJournal;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Break-glass and other overrides of admission: recorded, told to everyone, reviewed by another person afterwards. */
@Service
public class Overrides {

    private final OverrideRecords records;
    private final OverrideTeller teller;
    private final People people;
    private final BreakGlassSettings settings;
    private final RunJournal journal;
    private final TransactionOperations transaction;
    private final ObjectProvider<WaitingRuns> waitingRuns;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    Overrides(
            OverrideRecords records,
            OverrideTeller teller,
            People people,
            BreakGlassSettings settings,
            RunJournal journal,
            TransactionOperations transaction,
            ObjectProvider<WaitingRuns> waitingRuns,
            ApplicationEventPublisher publisher,
            Clock clock) {
        this.records = records;
        this.teller = teller;
        this.people = people;
        this.settings = settings;
        this.journal = journal;
        this.transaction = transaction;
        this.waitingRuns = waitingRuns;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Checks a break-glass request before its run is accepted.
     *
     * @param person who asks for the run
     * @param kinds words such as {@code window}; null means window, freeze and approval
     * @throws ApprovalRefused when this person may not, or the reason is too short
     */
    public RunOverride breakGlass(String person, String reason, Collection<String> kinds) {
        Person known = people.require(person);
        return OverrideRules.checked(known, reason, kinds, "person:" + known.id(), settings.roles());
    }

    /**
     * Accepts a run together with its override: neither is ever there without the other. A run that was there before,
     * because the request is repeated, is left as it is.
     *
     * @param request asks for the run, in the transaction that records the override
     */
    public Run accept(Supplier<Run> request, RunOverride override) {
        Run run = transaction.execute(status -> {
            Run accepted = request.get();
            record(accepted, override);
            return accepted;
        });
        tellOfChange(run.id());
        return run;
    }

    /**
     * Records an override of a run in the caller's transaction: the one that accepts the run. For a repeated request,
     * whose run has it already or has started, nothing happens.
     */
    public void record(Run run, RunOverride override) {
        if (Waiting.is(run)) {
            transaction.executeWithoutResult(status -> add(run, override));
        }
    }

    /**
     * Overrides admission for a run that waits, or that asks for a person and is to go on. By who asked for it, or of the
     * approvals of others, it is break-glass.
     *
     * @throws ApprovalRefused when this person may not, or the run neither waits nor asks for a person
     */
    public Recorded override(UUID id, String person, String reason, Collection<String> kinds) {
        Person known = people.require(person);
        Run run = journal.find(id)
                .orElseThrow(() -> new ApprovalRefused(Why.NOT_ASKED, "no run has the id %s".formatted(id)));
        RunOverride override = OverrideRules.checked(known, reason, kinds, run.requestedBy(), settings.roles());
        if (!Waiting.is(run) && !run.state().asksForAPerson()) {
            throw new ApprovalRefused(
                    Why.TOO_LATE, "run %s is %s: it does not wait any more".formatted(id, run.state()));
        }
        Recorded recorded = transaction.execute(status -> add(run, override)
                .orElseThrow(() -> new ApprovalRefused(
                        Why.TOO_LATE, "%s overrode this for run %s before".formatted(known.id(), id))));
        tellOfChange(id);
        return recorded;
    }

    private Optional<Recorded> add(Run run, RunOverride override) {
        Recorded recorded = new Recorded(run.id(), run.pipeline(), override, clock.instant(), null, null, null);
        if (!records.add(recorded)) {
            return Optional.empty();
        }
        teller.tell(recorded);
        return Optional.of(recorded);
    }

    /** What is overridden for this run; empty for nearly all. */
    public Set<Kind> kinds(UUID run) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        records.of(run).forEach(recorded -> kinds.addAll(recorded.override().kinds()));
        return kinds;
    }

    /** The overrides of one run, oldest first. */
    public List<Recorded> of(UUID run) {
        return records.of(run);
    }

    /** Break-glass starts: those still to be reviewed first, then the newest. */
    public List<Recorded> breakGlass(int limit) {
        return records.breakGlass(limit);
    }

    /**
     * Writes the review of a run's break-glass start; of all that is still to be reviewed by this person.
     *
     * @param by another person than who broke the glass
     * @return what was reviewed, the oldest of it
     * @throws ApprovalRefused when there is nothing to review, or not for this person
     */
    public Recorded review(UUID run, String by, String note) {
        Person reviewer = people.require(by);
        List<Recorded> open =
                records.of(run).stream().filter(Recorded::needsReview).toList();
        if (open.isEmpty()) {
            throw new ApprovalRefused(Why.NOT_ASKED, "run %s has no break-glass start to review".formatted(run));
        }
        if (open.stream().allMatch(recorded -> recorded.override().person().equals(reviewer.id()))) {
            throw new ApprovalRefused(
                    Why.NOT_ALLOWED,
                    "%s broke the glass for run %s; another person writes the review".formatted(reviewer.id(), run));
        }
        String text = Reason.checked(note, 10, "right decision; the window is too short for this, see OPS-12");
        List<Recorded> reviewed = transaction.execute(status -> {
            List<Recorded> done = records.review(run, reviewer.id(), text, clock.instant());
            done.forEach(teller::tell);
            return done;
        });
        if (reviewed.isEmpty()) {
            throw new ApprovalRefused(Why.TOO_LATE, "somebody else reviewed run %s just now".formatted(run));
        }
        publisher.publishEvent(new RunChanged(run));
        return reviewed.get(0);
    }

    private void tellOfChange(UUID run) {
        waitingRuns.ifAvailable(runs -> runs.reconsider(run));
        publisher.publishEvent(new RunChanged(run));
    }
}
