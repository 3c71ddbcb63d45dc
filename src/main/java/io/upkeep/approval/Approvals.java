package io.upkeep.approval;

import io.upkeep.approval.ApprovalListener.What;
import io.upkeep.approval.ApprovalRefused.Why;
import io.upkeep.approval.ApprovalVerdict.Granted;
import io.upkeep.run.Run;
import io.upkeep.run.RunJournal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The engine's side of approvals: asks for them, judges them, uses them up. What people say comes in through {@link
 * ApprovalDesk}.
 */
@Service
public class Approvals {

    private final ApprovalRecords records;
    private final ApprovalTeller teller;
    private final People people;
    private final RunJournal journal;
    private final TransactionOperations transaction;

    Approvals(
            ApprovalRecords records,
            ApprovalTeller teller,
            People people,
            RunJournal journal,
            TransactionOperations transaction) {
        this.records = records;
        this.teller = teller;
        this.people = people;
        this.journal = journal;
        this.transaction = transaction;
    }

    /**
     * Whether the run has the approvals it needs to start, or to go on, with this plan. The first time it asks the people for
     * them; when the plan is another one than was asked for, all answers are void and it asks anew. Joins the caller's
     * transaction.
     *
     * @param wanted roles, each of which must say yes; none means no approval is needed, and for a run that has not started
     *     nothing is read or written
     */
    public ApprovalVerdict verdict(Run run, Plan plan, Collection<String> wanted, Instant now) {
        if (wanted.isEmpty() && run.startedAt() == null) {
            return new Granted(List.of());
        }
        Optional<ApprovalRequest> known = records.find(run.id());
        Collection<String> roles = roles(wanted, known);
        if (roles.isEmpty()) {
            return new Granted(List.of());
        }
        boolean holds = known.isPresent()
                && (known.get().isAbout(plan, roles)
                        || (run.startedAt() == null && known.get().isRefused()));
        ApprovalRequest request = holds ? known.get() : transaction.execute(status -> asked(run, plan, roles, now));
        return request.usedAt() == null ? request.verdict(people, now) : used(run, request);
    }

    /** A text that asks nobody any more is a changed text: those who were asked before are asked about that, too. */
    private static Collection<String> roles(Collection<String> wanted, Optional<ApprovalRequest> known) {
        return wanted.isEmpty() ? known.map(ApprovalRequest::roles).orElse(List.of()) : wanted;
    }

    /**
     * Whether a run that started may be undone with this text: nobody had to be asked for it, or its approval was given to
     * exactly this text and used by its start.
     *
     * @param roles that the pipeline asks now
     */
    public boolean cover(UUID run, String routeHash, Collection<String> roles) {
        return records.find(run)
                .map(asked -> asked.usedAt() != null && asked.plan().routeHash().equals(routeHash))
                .orElse(roles.isEmpty());
    }

    private ApprovalRequest asked(Run run, Plan plan, Collection<String> roles, Instant now) {
        ApprovalRequest fresh = ApprovalRequest.of(run, asker(run), plan, roles, now);
        if (records.ask(fresh)) {
            teller.tell(What.REQUESTED, fresh, null, null, now);
            return fresh;
        }
        ApprovalRequest known = records.lock(run.id()).orElseThrow();
        return known.isAbout(plan, roles) ? known : askedAnew(known, fresh, now);
    }

    /** Who asked for a run asked for its children, too: nobody approves a part of their own request. */
    private String asker(Run run) {
        Run first = run;
        while (first.parent() != null) {
            Optional<Run> parent = journal.find(first.parent());
            if (parent.isEmpty()) {
                break;
            }
            first = parent.get();
        }
        return first.requestedBy();
    }

    private ApprovalRequest askedAnew(ApprovalRequest old, ApprovalRequest fresh, Instant now) {
        String changes = old.plan().hash().equals(fresh.plan().hash())
                ? "other roles are asked now"
                : fresh.plan().changesSince(old.plan());
        records.askAnew(fresh, "the plan changed since it was approved: " + changes);
        ApprovalRequest again = records.find(fresh.run()).orElseThrow();
        if (old.answers().stream().anyMatch(answer -> !answer.isVoid())) {
            teller.tell(What.VOIDED, again, null, changes, now);
        }
        teller.tell(What.REQUESTED, again, null, null, now);
        return again;
    }

    /** A run that went on after its start keeps what it started with; nobody else may start on it. */
    private ApprovalVerdict used(Run run, ApprovalRequest request) {
        if (run.startedAt() == null) {
            return new ApprovalVerdict.Voided("its approval was used by a start at " + request.usedAt());
        }
        ApprovalVerdict then = request.verdict(people, request.usedAt());
        return then instanceof Granted ? then : new Granted(request.lastGiven());
    }

    /**
     * Uses the approval up: to be called in the transaction that starts the run, which must not commit without it. Judges
     * once more, with the request locked, so that of two starts exactly one goes through. For a run that goes on after its
     * start with the plan that it started with nothing happens: it has used its approval already.
     *
     * @throws ApprovalRefused when it is not, or no longer, granted for this plan, or another start used it
     */
    public void use(Run run, Plan plan, Collection<String> wanted, Instant now) {
        if (wanted.isEmpty() && run.startedAt() == null) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            Optional<ApprovalRequest> known = records.lock(run.id());
            Collection<String> roles = roles(wanted, known);
            if (roles.isEmpty()) {
                return;
            }
            ApprovalRequest request = known.filter(asked -> asked.isAbout(plan, roles))
                    .orElseThrow(() -> new ApprovalRefused(
                            Why.TOO_LATE, "run %s has no approval for this plan; it is asked for".formatted(run.id())));
            if (request.usedAt() != null && run.startedAt() != null) {
                return;
            }
            ApprovalVerdict verdict = request.verdict(people, now);
            if (!(verdict instanceof Granted)) {
                throw new ApprovalRefused(
                        Why.TOO_LATE, "run %s may not start: %s".formatted(run.id(), verdict.reason()));
            }
            if (!records.use(run.id(), plan.hash(), "epoch " + run.epoch(), now)) {
                throw new ApprovalRefused(
                        Why.TOO_LATE, "the approval of run %s was used by another start".formatted(run.id()));
            }
            teller.tell(What.USED, request, null, verdict.reason(), now);
        });
    }
}
