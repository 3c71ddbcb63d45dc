package io.upkeep.web;

import io.upkeep.approval.Answer;
import io.upkeep.approval.ApprovalRequest;
import io.upkeep.approval.ApprovalVerdict;
import io.upkeep.approval.Asking;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What people are asked to approve, whole, so that nobody says yes to something unseen.
 *
 * @param state {@code WAITING}, {@code GRANTED} or {@code REJECTED}
 * @param reason where it stands, one sentence
 * @param usedAt when a start used it up; null before
 */
record ApprovalView(
        UUID run,
        String pipeline,
        String requestedBy,
        Instant askedAt,
        String state,
        String reason,
        PlanView plan,
        List<RoleView> roles,
        List<AnswerView> answers,
        Instant usedAt) {

    /**
     * The plan.
     *
     * @param hash of all of it: a yes is to this
     * @param route SHA-256 of the route's text with its scripts and kamelets
     */
    record PlanView(String hash, Map<String, String> parameters, List<String> targets, String route) {}

    /**
     * One role that is asked.
     *
     * @param yes who said yes for it; null while nobody has
     * @param validUntil when that runs out; null while nobody has
     * @param people ids of those who can
     */
    record RoleView(String role, String yes, Instant validUntil, List<String> people) {

        static RoleView of(Asking asking) {
            return new RoleView(asking.role(), asking.yes(), asking.validUntil(), asking.people());
        }
    }

    /** One yes or no. */
    record AnswerView(String person, boolean yes, String reason, Instant at, Instant validUntil, String voidReason) {

        static AnswerView of(Answer answer) {
            return new AnswerView(
                    answer.person(),
                    answer.yes(),
                    answer.reason(),
                    answer.at(),
                    answer.validUntil(),
                    answer.voidReason());
        }
    }

    static ApprovalView of(ApprovalRequest request, ApprovalVerdict verdict, List<Asking> roles) {
        return new ApprovalView(
                request.run(),
                request.plan().pipeline(),
                request.requestedBy(),
                request.askedAt(),
                state(verdict),
                verdict.reason(),
                new PlanView(
                        request.plan().hash(),
                        request.plan().parameters(),
                        request.plan().targets(),
                        request.plan().routeHash()),
                roles.stream().map(RoleView::of).toList(),
                request.answers().stream().map(AnswerView::of).toList(),
                request.usedAt());
    }

    private static String state(ApprovalVerdict verdict) {
        if (verdict instanceof ApprovalVerdict.Granted) {
            return "GRANTED";
        }
        return verdict instanceof ApprovalVerdict.Rejected ? "REJECTED" : "WAITING";
    }
}
