package io.upkeep;

import io.upkeep.approval.ApprovalListener;
import io.upkeep.approval.ApprovalRequest;
import io.upkeep.approval.ApprovalVerdict;
import io.upkeep.approval.People;
import io.upkeep.approval.RunOverride;
import io.upkeep.notice.Announcement;
import io.upkeep.notice.Announcements;
import io.upkeep.notice.WebLinks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tells people that their yes is needed and what became of it; tells everybody that the glass was broken. */
@Component
class ApprovalNotices implements ApprovalListener {

    private final Announcements announcements;
    private final People people;
    private final WebLinks links;

    ApprovalNotices(Announcements announcements, People people, WebLinks links) {
        this.announcements = announcements;
        this.people = people;
        this.links = links;
    }

    /** Parameters stay out: a value may be a secret. The page shows them. */
    @Override
    public void approval(News news) {
        ApprovalRequest request = news.request();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("asked for by", request.requestedBy());
        facts.put("needs", String.join(", ", request.roles()));
        if (!request.plan().targets().isEmpty()) {
            facts.put("targets", String.join(", ", request.plan().targets()));
        }
        if (news.person() != null) {
            facts.put("answered by", news.person());
        }
        facts.put("now", news.verdict().reason());
        announcements.tell(
                Addresses.of(news.approvers()),
                "approval " + request.run(),
                new Announcement(
                        sign(news),
                        request.plan().pipeline(),
                        headline(news),
                        facts,
                        news.reason(),
                        links.run(request.run()),
                        news.what() == What.REQUESTED || news.what() == What.REJECTED));
    }

    private static String sign(News news) {
        return switch (news.what()) {
            case REQUESTED, VOIDED -> "raised_hand";
            case GIVEN -> news.verdict() instanceof ApprovalVerdict.Granted ? "white_check_mark" : "raised_hand";
            case REJECTED -> "no_entry_sign";
            case USED -> "white_check_mark";
        };
    }

    private static String headline(News news) {
        return switch (news.what()) {
            case REQUESTED ->
                news.request().answers().isEmpty()
                        ? "waits for an approval that you can give"
                        : "has a changed plan and waits for a new approval that you can give";
            case GIVEN ->
                news.verdict() instanceof ApprovalVerdict.Granted
                        ? "is approved"
                        : "has one approval and waits for more";
            case REJECTED -> "is rejected and will not start";
            case VOIDED -> "has a changed plan: its approvals are void";
            case USED -> "is approved and starts";
        };
    }

    @Override
    public void override(RunOverride.Recorded recorded) {
        RunOverride override = recorded.override();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("by", override.person());
        facts.put(
                "overrides",
                String.join(
                        ", ",
                        override.kinds().stream().map(RunOverride.Kind::word).toList()));
        if (recorded.reviewedAt() != null) {
            facts.put("reviewed by", recorded.reviewedBy());
        }
        announcements.tellEveryone(
                Addresses.of(people.all()),
                "override " + recorded.run() + " " + override.person(),
                new Announcement(
                        recorded.reviewedAt() == null ? "rotating_light" : "mag",
                        recorded.pipeline(),
                        headline(recorded),
                        facts,
                        recorded.reviewedAt() == null ? override.reason() : recorded.review(),
                        links.run(recorded.run()),
                        true));
    }

    private static String headline(RunOverride.Recorded recorded) {
        if (recorded.reviewedAt() != null) {
            return "was started by break-glass, which is reviewed now";
        }
        return recorded.override().breakGlass()
                ? "is started by BREAK-GLASS; another person must review it afterwards"
                : "may start although admission would let it wait";
    }
}
