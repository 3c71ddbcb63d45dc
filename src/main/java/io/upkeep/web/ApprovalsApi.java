package io.upkeep.web;

import io.upkeep.approval.ApprovalDesk;
import io.upkeep.approval.ApprovalRequest;
import io.upkeep.approval.People;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What waits for a yes, and saying it. Who says it is a claim until people sign in. */
@RestController
@RequestMapping("/api")
class ApprovalsApi {

    private final ApprovalDesk desk;
    private final People people;

    ApprovalsApi(ApprovalDesk desk, People people) {
        this.desk = desk;
        this.people = people;
    }

    @GetMapping("/approvals")
    List<ApprovalView> waiting() {
        return desk.waiting().stream().map(this::view).toList();
    }

    @GetMapping("/runs/{id}/approval")
    ApprovalView one(@PathVariable String id) {
        return desk.find(Identified.RUN.id(id))
                .map(this::view)
                .orElseThrow(() ->
                        new NotFound("run %s was never asked an approval for; GET /api/approvals lists those that wait"
                                .formatted(id)));
    }

    @PostMapping("/runs/{id}/approve")
    ApprovalView approve(
            @PathVariable String id,
            @RequestBody Yes yes,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return view(desk.approve(Identified.RUN.id(id), Person.id(person), yes.plan(), yes.reason()));
    }

    @PostMapping("/runs/{id}/reject")
    ApprovalView reject(
            @PathVariable String id,
            @RequestBody No no,
            @RequestHeader(name = "Upkeep-Person", required = false) String person) {
        return view(desk.reject(Identified.RUN.id(id), Person.id(person), no.reason()));
    }

    /** Without addresses: they are nobody's business here. */
    @GetMapping("/people")
    List<PersonView> people() {
        return people.all().stream()
                .map(person -> new PersonView(person.id(), person.roles()))
                .toList();
    }

    private ApprovalView view(ApprovalRequest request) {
        return ApprovalView.of(request, desk.verdict(request), desk.asked(request));
    }

    /**
     * A yes.
     *
     * @param plan hash of the plan the person saw; null says yes to it as it is now
     * @param reason may be null
     */
    @Example("{\"plan\": \"9f86d081…\", \"reason\": \"looked at the plan\"}")
    record Yes(String plan, String reason) {}

    /** A no, with its reason. */
    @Example("{\"reason\": \"not before the launch\"}")
    record No(String reason) {}

    /** Someone who may decide. */
    record PersonView(String id, Set<String> roles) {}
}
