package io.upkeep.approval;

import io.upkeep.approval.ApprovalListener.What;
import io.upkeep.approval.ApprovalRefused.Why;
import io.upkeep.run.Run;
import io.upkeep.run.RunChanged;
import io.upkeep.run.RunJournal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Where people say yes or no. What they say is committed when a method returns, and the run is looked at again. */
@Service
public class ApprovalDesk {

    private final ApprovalRecords records;
    private final ApprovalTeller teller;
    private final People people;
    private final RunJournal journal;
    private final ApprovalSettings settings;
    private final TransactionOperations transaction;
    private final ObjectProvider<WaitingRuns> waitingRuns;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    ApprovalDesk(
            ApprovalRecords records,
            ApprovalTeller teller,
            People people,
            RunJournal journal,
            ApprovalSettings settings,
            TransactionOperations transaction,
            ObjectProvider<WaitingRuns> waitingRuns,
            ApplicationEventPublisher publisher,
            Clock clock) {
        this.records = records;
        this.teller = teller;
        this.people = people;
        this.journal = journal;
        this.settings = settings;
        this.transaction = transaction;
        this.waitingRuns = waitingRuns;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Every run that waits for a yes, oldest first. */
    public List<ApprovalRequest> waiting() {
        return records.waiting();
    }

    /** Where a request stands now. */
    public ApprovalVerdict verdict(ApprovalRequest request) {
        return request.verdict(people, clock.instant());
    }

    /** What is asked for this run, with every answer; kept after the run. */
    public Optional<ApprovalRequest> find(UUID run) {
        return records.find(run);
    }

    /** Each role with who said yes for it, or who can. */
    public List<Asking> asked(ApprovalRequest request) {
        return ApprovalRules.asked(request, people, clock.instant());
    }

    /**
     * A person's yes. Saying it twice is saying it once; after it ran out it is said anew.
     *
     * @param seenPlan hash of the plan the person looked at; null says yes to the plan as it is now
     * @param reason may be null
     * @throws ApprovalRefused when this person may not approve this run, or the plan is another one by now
     */
    public ApprovalRequest approve(UUID run, String person, String seenPlan, String reason) {
        return answered(run, person, seenPlan, true, Reason.checked(reason, 0, ""));
    }

    /**
     * A person's no: the run never starts.
     *
     * @param reason needed, told to who asked for the run
     * @throws ApprovalRefused when this person is not asked
     */
    public ApprovalRequest reject(UUID run, String person, String reason) {
        String because = Reason.checked(reason, 3, "the backup is from last week");
        return answered(run, person, null, false, because);
    }

    private ApprovalRequest answered(UUID run, String id, String seenPlan, boolean yes, String reason) {
        Person person = known(id);
        Instant now = clock.instant();
        return decided(run, request -> {
            refuseWrongPerson(request, person, yes);
            if (seenPlan != null && !seenPlan.equals(request.plan().hash())) {
                throw new ApprovalRefused(
                        Why.TOO_LATE, "the plan of run %s changed since you looked at it; look again".formatted(run));
            }
            if (yes && saidYes(request, person, now)) {
                return request;
            }
            Answer answer =
                    Answer.of(person.id(), yes, request.plan().hash(), reason, now, now.plus(settings.validFor()));
            records.answer(run, answer);
            ApprovalRequest after = request.with(answer);
            teller.tell(yes ? What.GIVEN : What.REJECTED, after, person.id(), reason, now);
            return after;
        });
    }

    private ApprovalRequest decided(UUID run, Function<ApprovalRequest, ApprovalRequest> decision) {
        ApprovalRequest after = transaction.execute(status -> decision.apply(open(run)));
        waitingRuns.ifAvailable(runs -> runs.reconsider(run));
        publisher.publishEvent(new RunChanged(run));
        return after;
    }

    private Person known(String id) {
        return people.require(id);
    }

    private ApprovalRequest open(UUID id) {
        Run run = journal.find(id)
                .orElseThrow(() -> new ApprovalRefused(
                        Why.NOT_ASKED,
                        "no run has the id %s; GET /api/approvals lists those that wait for a yes".formatted(id)));
        ApprovalRequest request = records.lock(id)
                .orElseThrow(() -> new ApprovalRefused(
                        Why.TOO_LATE,
                        "run %s (%s) asks for no approval; GET /api/approvals lists those that do"
                                .formatted(id, run.pipeline())));
        if (request.usedAt() != null || !Waiting.is(run)) {
            throw new ApprovalRefused(
                    Why.TOO_LATE,
                    "run %s is %s: it waits for no approval any more; GET /api/approvals lists those that do"
                            .formatted(id, run.state()));
        }
        return request;
    }

    private static void refuseWrongPerson(ApprovalRequest request, Person person, boolean yes) {
        if (person.roles().stream().noneMatch(request.roles()::contains)) {
            throw new ApprovalRefused(
                    Why.NOT_ALLOWED,
                    "%s has %s, and run %s asks %s; ask someone with one of these roles"
                            .formatted(
                                    person.id(),
                                    String.join(", ", person.roles()),
                                    request.run(),
                                    String.join(", ", request.roles())));
        }
        if (Asker.is(request.requestedBy(), person)) {
            throw new ApprovalRefused(
                    Why.NOT_ALLOWED,
                    yes
                            ? "%s asked for run %s, and nobody approves their own request; ask someone else with %s"
                                    .formatted(person.id(), request.run(), String.join(" or ", request.roles()))
                            : "%s asked for run %s: cancel it instead".formatted(person.id(), request.run()));
        }
    }

    private static boolean saidYes(ApprovalRequest request, Person person, Instant now) {
        return request.answers().stream()
                .anyMatch(answer -> answer.yes()
                        && !answer.isVoid()
                        && answer.person().equals(person.id())
                        && now.isBefore(answer.validUntil()));
    }
}
