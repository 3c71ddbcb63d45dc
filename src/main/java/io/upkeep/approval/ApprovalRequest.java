package io.upkeep.approval;

import io.upkeep.run.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What people are asked to approve.
 *
 * @param roles each of which must say yes
 * @param requestedBy who asked for the run, or for the run that it is a part of
 * @param usedAt when a start used the approval up; null before
 * @param answers everything said, oldest first
 */
public record ApprovalRequest(
        UUID run,
        Plan plan,
        List<String> roles,
        String requestedBy,
        Instant askedAt,
        Instant usedAt,
        List<Answer> answers) {

    /** Copies the lists. */
    public ApprovalRequest {
        roles = List.copyOf(roles);
        answers = List.copyOf(answers);
    }

    /** Asked now, with no answer yet. */
    static ApprovalRequest of(Run run, String asker, Plan plan, Collection<String> roles, Instant now) {
        return new ApprovalRequest(run.id(), plan, List.copyOf(new TreeSet<>(roles)), asker, now, null, List.of());
    }

    boolean isAbout(Plan other, Collection<String> otherRoles) {
        return plan.hash().equals(other.hash()) && Set.copyOf(roles).equals(Set.copyOf(otherRoles));
    }

    /** Whether somebody said no: for a run that has not started that is the end, whatever becomes of the plan. */
    boolean isRefused() {
        return answers.stream().anyMatch(answer -> !answer.yes());
    }

    ApprovalRequest with(Answer answer) {
        List<Answer> more = new ArrayList<>(answers);
        more.add(answer);
        return new ApprovalRequest(run, plan, roles, requestedBy, askedAt, usedAt, more);
    }

    /** Everyone whose yes was not void, for a run that went on after people or roles changed. */
    List<ApprovalVerdict.Given> lastGiven() {
        return answers.stream()
                .filter(answer -> answer.yes() && !answer.isVoid())
                .map(yes -> new ApprovalVerdict.Given("approver", yes.person(), yes.at(), yes.validUntil()))
                .toList();
    }

    /** Who may still be asked: everyone with a role that is needed, but for who asked for the run. */
    public List<Person> approvers(People people) {
        return people.all().stream()
                .filter(person -> person.roles().stream().anyMatch(roles::contains))
                .filter(person -> !Asker.is(requestedBy, person))
                .toList();
    }

    /** Whether the answers so far let the run start. */
    public ApprovalVerdict verdict(People people, Instant now) {
        return ApprovalRules.decide(roles, plan.hash(), requestedBy, answers, people, now);
    }
}
