package io.upkeep.approval;

import io.upkeep.approval.ApprovalRefused.Why;
import java.util.stream.Collectors;

/** The refusal of somebody nobody declared: says who there is and how one becomes known. */
final class UnknownPerson {

    private UnknownPerson() {}

    static ApprovalRefused refusal(String id, People people) {
        String known = people.all().stream().map(Person::id).limit(20).collect(Collectors.joining(", "));
        return new ApprovalRefused(
                Why.NOT_ALLOWED,
                "'%s' is not one of the people Upkeep knows (%s); say who you are with the header Upkeep-Person (on the command line: UPKEEP_PERSON=ada), or declare upkeep.people.<id> with its roles in application.yaml"
                        .formatted(Reason.shown(id), known.isEmpty() ? "nobody is declared yet" : known));
    }
}
